package dev.discovery.backend.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Takes a body in up to a limit, and hangs up on what is longer.
 */
final class LimitedBody implements BodySubscriber<Bytes> {

	private final CompletableFuture<Bytes> body = new CompletableFuture<>();

	private final Bytes bytes;

	private final @Nullable String complaint;

	private final Runnable onBytes;

	private @Nullable Subscription subscription;

	/**
	 * Creates the subscriber.
	 * @param limit how many bytes are taken in
	 * @param expected how many are announced, or -1
	 * @param complaint what to say of a body that is longer, or null if its beginning is
	 * enough
	 * @param onBytes told that something has arrived
	 */
	LimitedBody(int limit, long expected, @Nullable String complaint, Runnable onBytes) {
		this.bytes = new Bytes(limit, expected);
		this.complaint = complaint;
		this.onBytes = onBytes;
	}

	@Override
	public CompletionStage<Bytes> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		this.onBytes.run();
		for (ByteBuffer buffer : buffers) {
			if (!this.body.isDone() && !this.bytes.add(buffer)) {
				overflow();
			}
		}
	}

	private void overflow() {
		if (this.subscription != null) {
			this.subscription.cancel();
		}
		if (this.complaint == null) {
			this.body.complete(this.bytes);
		}
		else {
			this.body.completeExceptionally(new BackendException(Kind.INVALID, this.complaint));
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.body.completeExceptionally(failure);
	}

	@Override
	public void onComplete() {
		this.body.complete(this.bytes);
	}

}
