package dev.discovery.actuate;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Estimates what snapshots hold in memory, as the JVM lays objects out with compressed
 * references and plain text; what instances share counts once. What was learned by calls
 * is not in it. Used by one thread.
 */
final class Footprint {

	private static final int HEADER = 16;

	private static final int REFERENCE = 4;

	private static final int INSTANCE = 56;

	private static final int SMALL_OBJECT = 24;

	private final Set<Object> counted = Collections.newSetFromMap(new IdentityHashMap<>());

	private long bytes;

	/**
	 * Adds a snapshot.
	 */
	void add(ServiceSnapshot snapshot) {
		// its list, and that of those who are up
		this.bytes += HEADER * 4L + (long) REFERENCE * (snapshot.instances().size() + snapshot.up().size());
		snapshot.instances().forEach(this::add);
		snapshot.limbo().forEach(this::add);
	}

	private void add(Instance instance) {
		if (!this.counted.add(instance)) {
			return;
		}
		this.bytes += INSTANCE;
		add(instance.getServiceId());
		add(instance.getInstanceId());
		add(instance.getHost());
		if (instance.getLocality() != Locality.UNKNOWN && this.counted.add(instance.getLocality())) {
			this.bytes += SMALL_OBJECT;
			add(instance.getLocality().region());
			add(instance.getLocality().zone());
		}
		if (!instance.getMetadata().isEmpty() && this.counted.add(instance.getMetadata())) {
			this.bytes += SMALL_OBJECT + aligned(HEADER + 2L * REFERENCE * instance.getMetadata().size());
			instance.getMetadata().forEach((key, value) -> {
				add(key);
				add(value);
			});
		}
	}

	private void add(@Nullable String text) {
		if (text != null && this.counted.add(text)) {
			this.bytes += SMALL_OBJECT + aligned(HEADER + text.length());
		}
	}

	private static long aligned(long size) {
		return (size + 7) / 8 * 8;
	}

	long bytes() {
		return this.bytes;
	}

}
