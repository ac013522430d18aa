package dev.discovery.directory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.Watch;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The last good value that a watch brought. Reading it never waits, except for the very
 * first one.
 * <p>
 * Written by one watch, serially; read by any thread without a lock.
 *
 * @param <T> what is watched
 */
abstract class Watched<T> {

	private final Ticker ticker;

	private final Scheduler scheduler;

	private final String what;

	/** Done as soon as there was an answer or an error. */
	private final CompletableFuture<Void> settled = new CompletableFuture<>();

	private volatile @Nullable T value;

	private volatile @Nullable BackendException error;

	/** When the watch broke; meaningless while there is no error. */
	private volatile long brokenAt;

	private volatile @Nullable Watch watch;

	private volatile boolean closed;

	/** Whether somebody asked in vain, and so deserves to hear of the first answer. */
	private volatile boolean disappointed;

	Watched(Ticker ticker, Scheduler scheduler, String what) {
		this.ticker = ticker;
		this.scheduler = scheduler;
		this.what = what;
	}

	/**
	 * Takes the watch that feeds this; it is closed at once if this was meanwhile.
	 * @param opened the watch
	 */
	final void fedBy(Watch opened) {
		this.watch = opened;
		if (this.closed) {
			opened.close();
		}
	}

	final @Nullable T value() {
		return this.value;
	}

	final void publish(T next) {
		this.value = next;
		this.error = null;
		this.settled.complete(null);
	}

	final void fail(BackendException cause) {
		if (this.error == null) {
			this.brokenAt = this.ticker.nanos();
		}
		this.error = cause;
		this.settled.complete(null);
	}

	final boolean isDisappointed() {
		return this.disappointed;
	}

	final void replace(T same) {
		this.value = same;
	}

	final @Nullable BackendException error() {
		return this.error;
	}

	/**
	 * How long ago the watch broke.
	 * @return zero while it is alive
	 */
	final Duration brokenFor() {
		return (this.error != null) ? Duration.ofNanos(this.ticker.nanos() - this.brokenAt) : Duration.ZERO;
	}

	/**
	 * Waits for the first answer. Once an error is known, later callers get it at once
	 * instead of waiting in turn.
	 * @param atMost how long; zero on a thread that must not wait
	 * @return the value
	 */
	final T await(Duration atMost) {
		if (this.value == null && !atMost.isZero()) {
			try {
				this.settled.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (ExecutionException | TimeoutException ex) {
				// told below
			}
		}
		return required(atMost);
	}

	/**
	 * The first answer, without waiting for it.
	 * @param atMost how long it may take
	 * @return the value, or a {@link NoAnswerException}
	 */
	final CompletableFuture<T> first(Duration atMost) {
		T known = this.value;
		if (known != null) {
			return CompletableFuture.completedFuture(known);
		}
		CompletableFuture<Void> patience = this.settled.copy();
		Scheduler.Timer timer = this.scheduler.schedule(() -> patience.complete(null), atMost);
		return patience.thenApply((none) -> {
			timer.cancel();
			return required(atMost);
		});
	}

	private T required(Duration waited) {
		T known = this.value;
		if (known != null) {
			return known;
		}
		this.disappointed = true;
		BackendException cause = this.error;
		if (cause != null) {
			throw new NoAnswerException(
					"Nothing is known yet about " + this.what + ", the registry can't be asked: " + cause.getMessage(),
					cause);
		}
		String hint = waited.isZero()
				? ", and this thread must not wait for the first answer: ask through ReactiveDiscoveryClient "
						+ "or WebClient, or name the service in discovery.cache.prewarm"
				: ", the registry has not answered within " + waited.toMillis()
						+ " ms (discovery.cache.first-read-timeout)";
		throw new NoAnswerException("Nothing is known yet about " + this.what + hint, null);
	}

	final boolean isClosed() {
		return this.closed;
	}

	void close() {
		this.closed = true;
		// whoever waits for a first answer needn't wait any longer
		this.settled.complete(null);
		Watch open = this.watch;
		if (open != null) {
			open.close();
		}
	}

}
