package dev.discovery.directory;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.NamesListener;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose watches can all be closed for a while and be opened again, as where an
 * application is stopped to be started later, perhaps elsewhere. Whoever watches hears of
 * it as of an outage, so what is known stays, marked STALE.
 * <p>
 * Safe for use by several threads; pausing and resuming are for one at a time.
 */
public final class PausableBackend implements ServiceBackend {

	private final Set<Seat> seats = ConcurrentHashMap.newKeySet();

	private final ServiceBackend backend;

	private volatile boolean paused;

	/**
	 * Creates the backend.
	 * @param backend who is asked; closed with this
	 */
	public PausableBackend(ServiceBackend backend) {
		this.backend = backend;
	}

	@Override
	public String name() {
		return this.backend.name();
	}

	@Override
	public Duration recovery() {
		return this.backend.recovery();
	}

	@Override
	public @Nullable String origin() {
		return this.backend.origin();
	}

	@Override
	public Watch watch(String serviceId, WatchListener listener) {
		return follow(() -> this.backend.watch(serviceId, listener), listener::onError);
	}

	@Override
	public Watch watchNames(NamesListener listener) {
		return follow(() -> this.backend.watchNames(listener), listener::onError);
	}

	private Watch follow(Supplier<Watch> opening, Consumer<BackendException> onPause) {
		Seat seat = new Seat(opening, onPause);
		this.seats.add(seat);
		seat.open();
		return seat;
	}

	/**
	 * Closes all watches. Those that are asked for from now on wait.
	 */
	public void pause() {
		this.paused = true;
		BackendException stopped = new BackendException(Kind.UNAVAILABLE, "the application is stopped");
		this.seats.forEach((seat) -> {
			if (seat.shut()) {
				seat.onPause.accept(stopped);
			}
		});
	}

	/**
	 * Opens them all again.
	 */
	public void resume() {
		this.paused = false;
		this.seats.forEach((seat) -> {
			try {
				seat.open();
			}
			catch (RuntimeException ex) {
				seat.onPause.accept(new BackendException(Kind.UNAVAILABLE, "a watch can't be opened again", ex, null));
			}
		});
	}

	@Override
	public void close() {
		this.backend.close();
	}

	/**
	 * Who watches, whether there is a watch at the moment or not.
	 */
	private final class Seat implements Watch {

		private final AtomicReference<@Nullable Watch> watch = new AtomicReference<>();

		private final AtomicBoolean taken = new AtomicBoolean();

		private final Supplier<Watch> opening;

		private final Consumer<BackendException> onPause;

		private volatile boolean closed;

		Seat(Supplier<Watch> opening, Consumer<BackendException> onPause) {
			this.opening = opening;
			this.onPause = onPause;
		}

		void open() {
			while (!isIdle() && this.taken.compareAndSet(false, true)) {
				watch();
				if (!isIdle()) {
					return;
				}
				// paused or closed meanwhile, and perhaps resumed while it is shut
				shut();
			}
		}

		/** Whoever comes behind it is to be opened too, whatever a backend throws. */
		private void watch() {
			boolean opened = false;
			try {
				this.watch.set(this.opening.get());
				opened = true;
			}
			finally {
				if (!opened) {
					this.taken.set(false);
				}
			}
		}

		private boolean isIdle() {
			return this.closed || PausableBackend.this.paused;
		}

		boolean shut() {
			Watch open = this.watch.getAndSet(null);
			if (open != null) {
				open.close();
				this.taken.set(false);
			}
			return open != null;
		}

		@Override
		public void close() {
			this.closed = true;
			PausableBackend.this.seats.remove(this);
			shut();
		}

	}

}
