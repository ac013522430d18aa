package dev.discovery.directory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.Watch;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Scheduler.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The way of what one registry says to those who are told what to believe of it. A first
 * failure waits the moment that it takes to read what was kept on disk. Safe for use by
 * several threads.
 *
 * @param <T> what the registry says
 */
final class StableWatch<T> implements Watch {

	private static final Duration SAVE_INTERVAL = Duration.ofMinutes(1);

	private final Scheduler scheduler;

	private final Doubt<T> doubt;

	private final Stable<T> stable;

	private @Nullable CompletableFuture<@Nullable Stored<T>> copy;

	private @Nullable BackendException pending;

	private volatile @Nullable Watch watch;

	private volatile Timer saving = Timer.NONE;

	private volatile boolean closed;

	StableWatch(Scheduler scheduler, Doubt<T> doubt, Stable<T> stable, CompletableFuture<@Nullable Stored<T>> copy) {
		this.scheduler = scheduler;
		this.doubt = doubt;
		this.stable = stable;
		this.copy = copy;
	}

	StableWatch<T> over(Watch opened) {
		this.watch = opened;
		if (this.closed) {
			opened.close();
		}
		else {
			keepSaving();
		}
		return this;
	}

	private void keepSaving() {
		this.saving = this.scheduler.schedule(() -> {
			if (!this.closed) {
				this.doubt.execute(this.stable::save);
				keepSaving();
			}
		}, SAVE_INTERVAL);
	}

	void answered(T next) {
		this.doubt.execute(() -> {
			this.pending = null;
			this.copy = null;
		});
		this.doubt.answered(next);
	}

	void failed(BackendException cause) {
		this.doubt.execute(() -> {
			this.pending = cause;
			CompletableFuture<@Nullable Stored<T>> kept = this.copy;
			if (kept == null) {
				fail(cause, null);
			}
			else {
				kept.whenComplete((stored, failure) -> fail(cause, stored));
			}
		});
	}

	private void fail(BackendException cause, @Nullable Stored<T> stored) {
		this.doubt.failed(() -> this.pending == cause && !this.closed, () -> {
			if (stored != null && !this.stable.isKnown()) {
				this.stable.adopt(stored);
			}
			this.copy = null;
			this.stable.failed(cause);
		});
	}

	@Override
	public void close() {
		this.closed = true;
		this.saving.cancel();
		Watch open = this.watch;
		if (open != null) {
			open.close();
		}
	}

}
