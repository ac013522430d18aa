package dev.discovery.backend.http;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A future that passes a cancellation on to what it was derived from, so that whoever
 * holds the last link of a chain can call the exchange off at its beginning. The JDK's
 * own doesn't.
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
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		CompletableFuture<?> beginning = this.upstream;
		if (cancelled && beginning != null) {
			beginning.cancel(mayInterruptIfRunning);
		}
		return cancelled;
	}

}
