package dev.discovery.balancing.policy;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rings that are in use: equal ones are one. A pool that is built anew over the same
 * instances goes on with the ring that it had, and pools of the same instances share it.
 * <p>
 * Holds none that nobody uses. Safe for use by several threads without a lock.
 */
final class Rings {

	/** By a hash of what they are made of. */
	private final Map<Long, WeakReference<HashRing>> rings = new ConcurrentHashMap<>();

	/**
	 * Finds a ring, or makes it.
	 * @param ids what each place is known by; not to be changed
	 * @param weights the weight of each place, more than 0; not to be changed
	 * @return the ring
	 */
	HashRing of(long[] ids, double[] weights) {
		long content = Hashing.mix(Arrays.hashCode(ids)) ^ Arrays.hashCode(weights);
		WeakReference<HashRing> known = this.rings.get(content);
		HashRing ring = (known != null) ? known.get() : null;
		if (ring == null || !ring.isOf(ids, weights)) {
			ring = new HashRing(ids, weights);
			this.rings.values().removeIf((unused) -> unused.refersTo(null));
			this.rings.put(content, new WeakReference<>(ring));
		}
		return ring;
	}

	/** How many are remembered. */
	int size() {
		return this.rings.size();
	}

}
