package dev.discovery.model;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Takes instances from an older list where they are the same.
 */
final class Kept {

	private Kept() {
	}

	/**
	 * What is said now, of what was known where nothing is different.
	 * @param known what was known before
	 * @param next what is said now
	 * @param fresh what becomes of those that are new or different
	 * @return the one list or the other where it is the same, else a new one
	 */
	static List<Instance> of(List<Instance> known, List<Instance> next, UnaryOperator<Instance> fresh) {
		Places places = new Places(known);
		Instance[] kept = new Instance[next.size()];
		boolean asKnown = kept.length == known.size();
		boolean asSaid = true;
		for (int i = 0; i < kept.length; i++) {
			Instance said = next.get(i);
			int place = places.of(said);
			boolean same = place != Places.NOWHERE && known.get(place).sameContent(said);
			kept[i] = same ? known.get(place) : fresh.apply(said);
			asKnown &= same && place == i;
			asSaid &= kept[i] == said;
		}
		if (asKnown) {
			return known;
		}
		return asSaid ? next : List.of(kept);
	}

}
