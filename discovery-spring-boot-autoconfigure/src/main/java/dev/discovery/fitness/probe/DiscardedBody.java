package dev.discovery.fitness.probe;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

import org.jspecify.annotations.Nullable;

/**
 * Lets a body pass by, so that its connection can be used again, and hangs up on a long
 * one.
 */
final class DiscardedBody implements BodySubscriber<Void> {

	private static final long LIMIT = 64 * 1024;

	private final CompletableFuture<Void> body = new CompletableFuture<>();

	private @Nullable Subscription subscription;

	private long seen;

	@Override
	public CompletionStage<Void> getBody() {
		return this.body;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(List<ByteBuffer> buffers) {
		for (ByteBuffer buffer : buffers) {
			this.seen += buffer.remaining();
		}
		if (this.seen > LIMIT && this.subscription != null) {
			this.subscription.cancel();
			this.body.complete(null);
		}
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
