package dev.discovery.backend.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.function.Consumer;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Hands on a body line by line as it arrives, and takes no more in before a line has been
 * dealt with. What follows the last line break was cut off, and is dropped.
 */
final class LineBody implements BodySubscriber<Void> {

	private final CompletableFuture<Void> body = new CompletableFuture<>();

	private final int limit;

	private final String complaint;

	private final Runnable onBytes;

	private final Consumer<Bytes> onLine;

	private Bytes line;

	private @Nullable Subscription subscription;

	/**
	 * Creates the subscriber.
	 * @param limit how many bytes a line may have
	 * @param complaint what to say of a line that is longer
	 * @param onBytes told that something has arrived
	 * @param onLine what to do with a line; what it throws ends the stream
	 */
	LineBody(int limit, String complaint, Runnable onBytes, Consumer<Bytes> onLine) {
		this.limit = limit;
		this.complaint = complaint;
		this.onBytes = onBytes;
		this.onLine = onLine;
		this.line = new Bytes(limit, -1);
	}

	@Override
	public CompletionStage<Void> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		this.body.whenComplete((end, failure) -> {
			if (failure != null) {
				subscription.cancel();
			}
		});
		subscription.request(1);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		this.onBytes.run();
		try {
			buffers.forEach(this::take);
		}
		catch (Throwable ex) {
			this.body.completeExceptionally(ex);
		}
		if (this.subscription != null && !this.body.isDone()) {
			this.subscription.request(1);
		}
	}

	private void take(ByteBuffer buffer) {
		while (buffer.hasRemaining() && !this.body.isDone()) {
			int end = buffer.position();
			while (end < buffer.limit() && buffer.get(end) != '\n') {
				end++;
			}
			boolean whole = end < buffer.limit();
			ByteBuffer part = buffer.slice(buffer.position(), end - buffer.position());
			buffer.position(whole ? end + 1 : end);
			if (!this.line.add(part)) {
				throw new BackendException(Kind.INVALID, this.complaint);
			}
			if (whole) {
				deliver();
			}
		}
	}

	private void deliver() {
		Bytes complete = this.line;
		this.line = new Bytes(this.limit, complete.length());
		if (complete.length() > 0) {
			this.onLine.accept(complete);
		}
	}

	/**
	 * Nobody wants to hear any more.
	 */
	void cancel() {
		this.body.cancel(false);
	}

	@Override
	public void onError(Throwable failure) {
		this.body.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		this.body.complete(null);
	}

}
