package dev.discovery.cloud.loadbalancer;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Calls by the request object that stands for them. One whose request nobody has any
 * more, and whose end nobody told, ends as cancelled.
 * <p>
 * Safe for use by several threads.
 */
final class WeakCalls {

	private final Map<Object, ForeignCall> calls = new ConcurrentHashMap<>();

	private final ReferenceQueue<Object> forgotten = new ReferenceQueue<>();

	void put(Object request, ForeignCall call) {
		expunge();
		ForeignCall before = this.calls.put(new Key(request, this.forgotten), call);
		if (before != null) {
			before.cancelled();
		}
	}

	@Nullable ForeignCall remove(Object request) {
		return this.calls.remove(new Key(request, null));
	}

	private void expunge() {
		Reference<?> key = this.forgotten.poll();
		while (key != null) {
			ForeignCall call = this.calls.remove(key);
			if (call != null) {
				call.cancelled();
			}
			key = this.forgotten.poll();
		}
	}

	int size() {
		return this.calls.size();
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
