package dev.discovery.directory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.Watch;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The last good value that a watch brought. Reading it never waits, except for the very
 * first one. Where that doesn't come, what was kept on disk stands in.
 * <p>
 * Written by one watch, serially; read by any thread without a lock.
 *
 * @param <T> what is watched
 */
abstract class Watched<T> {

	/** For what is only a matter of memory, but may be under way on another thread. */
	private static final Duration MOMENT = Duration.ofSeconds(1);

	private final Scheduler scheduler;

	private final String what;

	/** Done as soon as there was an answer, or an error and nothing on disk. */
	private final CompletableFuture<Void> settled = new CompletableFuture<>();

	private final Freshness freshness;

	private volatile @Nullable T value;

	private volatile @Nullable BackendException error;

	/** What was kept on disk, while it may be of use. */
	private volatile @Nullable CompletableFuture<@Nullable Stored<T>> copy;

	private volatile @Nullable Watch watch;

	private volatile boolean closed;

	/** Whether somebody asked in vain, and so deserves to hear of the first answer. */
	private volatile boolean disappointed;

	/** Why what was known is no longer served. */
	private volatile @Nullable String expiry;

	Watched(Ticker ticker, Scheduler scheduler, String what) {
		this.scheduler = scheduler;
		this.what = what;
		this.freshness = new Freshness(ticker);
	}

	/**
	 * Takes what was kept on disk, before the watch is opened.
	 * @param kept done with it, or with null
	 */
	final void backedBy(CompletableFuture<@Nullable Stored<T>> kept) {
		this.copy = kept;
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

	final Freshness freshness() {
		return this.freshness;
	}

	final void publish(T next) {
		this.value = next;
		this.copy = null;
		this.error = null;
		this.expiry = null;
		this.freshness.confirmed();
		this.settled.complete(null);
	}

	final void fail(BackendException cause) {
		this.freshness.broken();
		this.error = cause;
		CompletableFuture<@Nullable Stored<T>> kept = this.copy;
		if (this.value != null || kept == null) {
			this.settled.complete(null);
		}
		else {
			kept.thenCompose((stored) -> fallBack()).thenAccept((none) -> this.settled.complete(null));
		}
	}

	final boolean isDisappointed() {
		return this.disappointed;
	}

	final void replace(T same) {
		this.value = same;
	}

	/**
	 * Serves it no longer, until the next answer.
	 * @param why said to those who ask
	 */
	final void expire(String why) {
		this.expiry = why;
		this.value = null;
	}

	final boolean isExpired() {
		return this.expiry != null;
	}

	final @Nullable BackendException error() {
		return this.error;
	}

	/** Does something in order with what the watch brings. */
	abstract void inOrder(Runnable task);

	/**
	 * Puts what was kept on disk in the place of an answer. Called in order with what the
	 * watch brings.
	 * @return whether it may be served
	 */
	abstract boolean adopt(Stored<T> stored);

	/**
	 * Falls back on what was kept on disk, if it has been read by now and there is still
	 * nothing better.
	 * @return done in a moment, when that is decided
	 */
	private CompletableFuture<@Nullable Void> fallBack() {
		CompletableFuture<@Nullable Stored<T>> kept = this.copy;
		if (this.value != null || kept == null || !kept.isDone()) {
			return CompletableFuture.completedFuture(null);
		}
		CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
		inOrder(() -> {
			Stored<T> stored = (this.copy != null) ? kept.getNow(null) : null;
			if (stored != null && this.value == null && !this.closed && adopt(stored)) {
				this.settled.complete(null);
			}
			// last, so that whoever finds no copy finds the value
			this.copy = null;
			done.complete(null);
		});
		return done;
	}

	/** Only within {@link #adopt}. */
	final void publish(T kept, Duration age) {
		this.freshness.aged(age);
		this.value = kept;
	}

	/**
	 * Waits for the first answer. Once an error is known, later callers get it at once
	 * instead of waiting in turn.
	 * @param atMost how long; zero on a thread that must not wait
	 * @return the value
	 */
	final T await(Duration atMost) {
		if (this.value == null) {
			join(this.settled, atMost);
		}
		if (this.value == null) {
			join(fallBack(), atMost.isZero() ? atMost : MOMENT);
		}
		return required(atMost);
	}

	private static void join(Future<?> future, Duration atMost) {
		if (!atMost.isZero()) {
			try {
				future.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (ExecutionException | TimeoutException ex) {
				// told by whoever looks for the value
			}
		}
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
		return patience.thenCompose((none) -> {
			timer.cancel();
			return fallBack();
		}).thenApply((none) -> required(atMost));
	}

	private T required(Duration waited) {
		T known = this.value;
		if (known != null) {
			return known;
		}
		this.disappointed = true;
		BackendException cause = this.error;
		String expired = this.expiry;
		if (expired != null) {
			throw NoAnswerException.outlived(expired, cause);
		}
		if (cause != null) {
			throw NoAnswerException.unreachable(this.what, cause);
		}
		throw NoAnswerException.silent(this.what, waited);
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
