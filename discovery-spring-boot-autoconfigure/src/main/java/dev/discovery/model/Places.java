package dev.discovery.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds the instances of one list in an older one. Both are mostly in the same order, so
 * that asking for one after the other is a look at the next place; an index is made when
 * that doesn't help.
 * <p>
 * Not safe for use by several threads.
 */
public final class Places {

	/** It isn't in the older list. */
	public static final int NOWHERE = -1;

	private final List<Instance> known;

	private int next;

	private @Nullable Map<String, Integer> index;

	/**
	 * Looks for nobody yet.
	 * @param known the older list, each id once
	 */
	public Places(List<Instance> known) {
		this.known = known;
	}

	/**
	 * Where an instance stands in the older list.
	 * @param instance the instance; its id counts
	 * @return its place, or {@link #NOWHERE}
	 */
	public int of(Instance instance) {
		int place = this.next;
		if (!isAt(place, instance) && !isAt(++place, instance)) {
			place = index().getOrDefault(instance.getInstanceId(), NOWHERE);
		}
		this.next = (place != NOWHERE) ? place + 1 : this.next;
		return place;
	}

	private boolean isAt(int place, Instance instance) {
		if (place >= this.known.size()) {
			return false;
		}
		Instance there = this.known.get(place);
		return there == instance || there.getInstanceId().equals(instance.getInstanceId());
	}

	private Map<String, Integer> index() {
		Map<String, Integer> known = this.index;
		if (known == null) {
			known = new HashMap<>(this.known.size() * 4 / 3 + 1);
			for (int i = 0; i < this.known.size(); i++) {
				known.put(this.known.get(i).getInstanceId(), i);
			}
			this.index = known;
		}
		return known;
	}

}
