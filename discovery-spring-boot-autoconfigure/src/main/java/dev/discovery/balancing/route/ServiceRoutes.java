package dev.discovery.balancing.route;

import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A service's rules, of which the first one that matches counts, and the subsets that
 * they lead to.
 *
 * @param subsets the subsets, each with another name
 * @param rules the rules, in their order
 */
public record ServiceRoutes(List<Subset> subsets, List<Route> rules) {

	/**
	 * Checks what it is given.
	 * @param subsets the subsets
	 * @param rules the rules
	 */
	public ServiceRoutes {
		subsets = List.copyOf(subsets);
		rules = List.copyOf(rules);
		if (subsets.stream().map(Subset::name).distinct().count() != subsets.size()) {
			throw new IllegalArgumentException("Two subsets have the same name: " + subsets);
		}
		for (int i = 0; i < rules.size(); i++) {
			for (String subset : rules.get(i).weights().keySet()) {
				if (find(subsets, subset) == null) {
					throw new IllegalArgumentException(
							"Rule " + (i + 1) + " leads to the subset '" + subset + "', which there isn't");
				}
			}
			if (i > 0 && rules.get(i - 1).match().isEverything()) {
				throw new IllegalArgumentException(
						"Rule " + (i + 1) + " is never reached: rule " + i + " matches every request");
			}
		}
	}

	/**
	 * Begins with subsets.
	 * @param subsets the subsets
	 * @return them, without a rule yet
	 */
	public static ServiceRoutes over(Subset... subsets) {
		return new ServiceRoutes(List.of(subsets), List.of());
	}

	/**
	 * With one more rule, which counts where none before does.
	 * @param rule the rule
	 * @return one rule more
	 */
	public ServiceRoutes route(Route rule) {
		return new ServiceRoutes(this.subsets, Stream.concat(this.rules.stream(), Stream.of(rule)).toList());
	}

	/**
	 * Finds a subset.
	 * @param name its name
	 * @return the subset, null if there is none
	 */
	public @Nullable Subset subset(String name) {
		return find(this.subsets, name);
	}

	private static @Nullable Subset find(List<Subset> subsets, String name) {
		for (Subset subset : subsets) {
			if (subset.name().equals(name)) {
				return subset;
			}
		}
		return null;
	}

}
