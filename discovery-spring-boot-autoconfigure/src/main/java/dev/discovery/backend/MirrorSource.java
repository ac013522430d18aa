package dev.discovery.backend;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * All that the author of a whole-registry backend writes for reading: one step.
 * {@link MirrorBackend} does the rest and takes one step at a time.
 */
@FunctionalInterface
public interface MirrorSource {

	/**
	 * Takes one step: one delta fetched and applied, or one whole session that lists and
	 * then follows a stream until the stream ends. Must not block.
	 * @param sink told what the registry says; what it is told after the step has ended
	 * is dropped. One that {@linkplain MirrorSink#isBlank() is blank} needs a
	 * {@link MirrorSink#replaceAll}
	 * @return how long to wait until the next step, at least 100 ms; an end without a
	 * failure says that the mirror is complete and true at this moment. A failure is a
	 * {@link BackendException}, or something that will be taken for
	 * {@link BackendException.Kind#UNAVAILABLE}: what the mirror holds is kept and marked
	 * doubtful. Cancelled when nobody watches any more
	 */
	CompletableFuture<Duration> sync(MirrorSink sink);

}
