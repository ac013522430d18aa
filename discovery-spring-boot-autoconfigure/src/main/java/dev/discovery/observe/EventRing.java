package dev.discovery.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongFunction;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The last events, without a lock: a writer claims a number, which is also its slot. Safe
 * for use by several threads.
 */
final class EventRing {

	private final AtomicReferenceArray<@Nullable DiscoveryEvent> slots;

	private final AtomicLong claimed = new AtomicLong();

	EventRing(int capacity) {
		this.slots = new AtomicReferenceArray<>(capacity);
	}

	int capacity() {
		return this.slots.length();
	}

	/** How many events there have been. */
	long recorded() {
		return this.claimed.get();
	}

	void add(LongFunction<DiscoveryEvent> numbered) {
		long sequence = this.claimed.incrementAndGet();
		// a writer that was overtaken by a whole round must not undo the newer one
		this.slots.accumulateAndGet(slot(sequence), numbered.apply(sequence),
				(old, mine) -> (old == null || mine == null || old.sequence() < mine.sequence()) ? mine : old);
	}

	/** Newest first. */
	List<DiscoveryEvent> last(int most, Predicate<DiscoveryEvent> wanted) {
		List<DiscoveryEvent> found = new ArrayList<>();
		long newest = this.claimed.get();
		for (long sequence = newest; sequence > Math.max(0, newest - capacity()) && found.size() < most; sequence--) {
			DiscoveryEvent event = this.slots.get(slot(sequence));
			if (event != null && event.sequence() == sequence && wanted.test(event)) {
				found.add(event);
			}
		}
		return found;
	}

	/**
	 * The oldest event that is still there and came after that number, or null where
	 * there is none, or where it is just being written.
	 */
	@Nullable DiscoveryEvent after(long sequence) {
		long next = Math.max(sequence, this.claimed.get() - capacity()) + 1;
		while (next <= this.claimed.get()) {
			DiscoveryEvent event = this.slots.get(slot(next));
			if (event == null || event.sequence() < next) {
				return null;
			}
			if (event.sequence() == next) {
				return event;
			}
			// overwritten meanwhile
			next++;
		}
		return null;
	}

	private int slot(long sequence) {
		return (int) (sequence % capacity());
	}

}
