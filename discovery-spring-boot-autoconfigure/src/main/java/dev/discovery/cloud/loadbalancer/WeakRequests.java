package dev.discovery.cloud.loadbalancer;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.discovery.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call, by the request object that stands for it, until that is taken
 * or nobody has the request any more. Those that were forgotten are found within a second
 * or two of the garbage collection; while there are none, nothing runs.
 * <p>
 * Safe for use by several threads.
 */
final class WeakRequests<V> {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final Map<Object, V> values = new ConcurrentHashMap<>();

	private final ReferenceQueue<Object> queue = new ReferenceQueue<>();

	private final AtomicBoolean ticking = new AtomicBoolean();

	private final Scheduler scheduler;

	private final Consumer<V> forgotten;

	/**
	 * Creates an empty one.
	 * @param scheduler where it looks for those that were forgotten
	 * @param forgotten is given what nobody has taken, and nobody will
	 */
	WeakRequests(Scheduler scheduler, Consumer<V> forgotten) {
		this.scheduler = scheduler;
		this.forgotten = forgotten;
	}

	void put(Object request, V value) {
		V before = this.values.put(new Key(request, this.queue), value);
		if (before != null) {
			this.forgotten.accept(before);
		}
		tickIfNeeded();
	}

	@Nullable V remove(Object request) {
		return this.values.remove(new Key(request, null));
	}

	private void tickIfNeeded() {
		if (!this.values.isEmpty() && this.ticking.compareAndSet(false, true)) {
			this.scheduler.schedule(this::tick, INTERVAL);
		}
	}

	private void tick() {
		try {
			expunge();
		}
		finally {
			this.ticking.set(false);
			tickIfNeeded();
		}
	}

	private void expunge() {
		Reference<?> key = this.queue.poll();
		while (key != null) {
			V value = this.values.remove(key);
			if (value != null) {
				this.forgotten.accept(value);
			}
			key = this.queue.poll();
		}
	}

	int size() {
		return this.values.size();
	}

	/**
	 * A request, by identity: they are equal too easily.
	 */
	private static final class Key extends WeakReference<Object> {

		private final int hash;

		Key(Object request, @Nullable ReferenceQueue<Object> queue) {
			super(request, queue);
			this.hash = System.identityHashCode(request);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			if (this == other) {
				return true;
			}
			Object request = get();
			return request != null && other instanceof Key key && key.refersTo(request);
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

	}

}
