package dev.discovery.backend.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A future that passes a cancellation on to what it was derived from, so that whoever
 * holds the last link of a chain can call off the exchange that is under way, whichever
 * link that belongs to; those after it don't begin any more. The JDK's own doesn't.
 *
 * @param <T> what it will hold
 */
public final class LinkedFuture<T> extends CompletableFuture<T> {

	private volatile @Nullable CompletableFuture<?> upstream;

	/**
	 * Creates a beginning.
	 */
	public LinkedFuture() {
		this(null);
	}

	private LinkedFuture(@Nullable CompletableFuture<?> upstream) {
		this.upstream = upstream;
	}

	/**
	 * The beginning of a chain of exchanges.
	 * @param value what it holds
	 * @param <T> its type
	 * @return the future
	 */
	public static <T> CompletableFuture<T> completed(T value) {
		LinkedFuture<T> future = new LinkedFuture<>();
		future.complete(value);
		return future;
	}

	/**
	 * Passes a cancellation on to another one from now on; at once where it was cancelled
	 * already.
	 * @param other the one that it depends on
	 */
	public void relyOn(CompletableFuture<?> other) {
		this.upstream = other;
		if (isCancelled()) {
			other.cancel(true);
		}
	}

	@Override
	public <U> CompletableFuture<U> newIncompleteFuture() {
		return new LinkedFuture<>(this);
	}

	@Override
	public <U> CompletableFuture<U> thenCompose(Function<? super T, ? extends CompletionStage<U>> next) {
		LinkedFuture<U> composed = new LinkedFuture<>(this);
		whenComplete((value, failure) -> {
			if (failure != null) {
				composed.completeExceptionally(wrapped(failure));
			}
			else if (!composed.isDone()) {
				composed.follow(value, next);
			}
		});
		return composed;
	}

	private <V> void follow(V value, Function<? super V, ? extends CompletionStage<T>> next) {
		try {
			CompletionStage<T> stage = next.apply(value);
			relyOn(stage.toCompletableFuture());
			stage.whenComplete((result, failure) -> {
				if (failure != null) {
					completeExceptionally(wrapped(failure));
				}
				else {
					complete(result);
				}
			});
		}
		catch (Throwable ex) {
			completeExceptionally(wrapped(ex));
		}
	}

	private static Throwable wrapped(Throwable failure) {
		return (failure instanceof CompletionException) ? failure : new CompletionException(failure);
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		CompletableFuture<?> beginning = this.upstream;
		if (cancelled && beginning != null) {
			beginning.cancel(mayInterruptIfRunning);
		}
		return cancelled;
	}

}
