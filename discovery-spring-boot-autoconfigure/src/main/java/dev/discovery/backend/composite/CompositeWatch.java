package dev.discovery.backend.composite;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.Watch;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Scheduler.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The watches of all registries as one. Safe for use by several threads.
 *
 * @param <T> what is watched
 */
final class CompositeWatch<T> implements Watch {

	private final Composition<T> composition;

	private final @Nullable Duration maxStaleness;

	private final Scheduler scheduler;

	private final List<Voice<T>> voices = new CopyOnWriteArrayList<>();

	private volatile boolean closed;

	CompositeWatch(Composition<T> composition, @Nullable Duration maxStaleness, Scheduler scheduler) {
		this.composition = composition;
		this.maxStaleness = maxStaleness;
		this.scheduler = scheduler;
	}

	Voice<T> voice(int index, MemberState.Voice state) {
		Voice<T> voice = new Voice<>(this, index, state);
		this.voices.add(voice);
		return voice;
	}

	@Override
	public void close() {
		this.closed = true;
		this.composition.close();
		this.voices.forEach(Voice::close);
	}

	/**
	 * What one registry says.
	 *
	 * @param <T> what about
	 */
	static final class Voice<T> {

		private final CompositeWatch<T> all;

		private final int index;

		private final MemberState.Voice state;

		private volatile @Nullable Watch watch;

		/** Touched by the registry's callbacks alone, which come one at a time. */
		private volatile @Nullable Timer expiry;

		Voice(CompositeWatch<T> all, int index, MemberState.Voice state) {
			this.all = all;
			this.index = index;
			this.state = state;
		}

		void heardThrough(Watch opened) {
			this.watch = opened;
			if (this.all.closed) {
				opened.close();
			}
		}

		void said(T content) {
			this.state.answered();
			Timer running = this.expiry;
			if (running != null) {
				running.cancel();
				this.expiry = null;
			}
			this.all.composition.said(this.index, content);
		}

		void failed(BackendException cause) {
			this.state.failed(cause);
			Duration limit = this.all.maxStaleness;
			if (limit != null && this.expiry == null) {
				this.expiry = this.all.scheduler.schedule(() -> this.all.composition.outlived(this.index), limit);
			}
			this.all.composition.failed(this.index, cause);
		}

		private void close() {
			this.state.closed();
			Timer running = this.expiry;
			if (running != null) {
				running.cancel();
			}
			Watch open = this.watch;
			if (open != null) {
				open.close();
			}
		}

	}

}
