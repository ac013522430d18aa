package dev.discovery.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Takes instances from an older list where they are the same. Both lists are mostly in
 * the same order, with a few that are missing or new.
 */
final class Kept {

	private final List<Instance> known;

	private int next;

	private @Nullable Map<String, Integer> places;

	private Kept(List<Instance> known) {
		this.known = known;
	}

	static Instance[] of(List<Instance> instances, List<Instance> known) {
		Kept kept = new Kept(known);
		return instances.stream().map(kept::keep).toArray(Instance[]::new);
	}

	/** Whether nothing is different. */
	static boolean isAll(Instance[] kept, List<Instance> known) {
		if (kept.length != known.size()) {
			return false;
		}
		for (int i = 0; i < kept.length; i++) {
			if (kept[i] != known.get(i)) {
				return false;
			}
		}
		return true;
	}

	private Instance keep(Instance instance) {
		int place = place(instance);
		if (place < 0) {
			return instance;
		}
		this.next = place + 1;
		Instance before = this.known.get(place);
		return before.sameContent(instance) ? before : instance;
	}

	private int place(Instance instance) {
		if (this.next < this.known.size()
				&& this.known.get(this.next).getInstanceId().equals(instance.getInstanceId())) {
			return this.next;
		}
		Map<String, Integer> index = this.places;
		if (index == null) {
			index = new HashMap<>(this.known.size() * 4 / 3 + 1);
			for (int i = 0; i < this.known.size(); i++) {
				index.put(this.known.get(i).getInstanceId(), i);
			}
			this.places = index;
		}
		return index.getOrDefault(instance.getInstanceId(), -1);
	}

}
