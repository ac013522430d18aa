package dev.discovery.balancing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import dev.discovery.balancing.RoutedPools.Destination;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.balancing.route.Otherwise;
import dev.discovery.balancing.route.Preference;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The pools of those who say the same as a request: one for each value of the first wish,
 * and within each of those one for each value of the next. Where nobody says anything, a
 * wish is left out.
 * <p>
 * Immutable; used by many threads at once without a lock.
 */
final class PreferredPools {

	/** More than anybody tells apart; each costs a list of all instances. */
	static final int MAX_VALUES = 100;

	private final Destination destination;

	private final @Nullable Preference preference;

	/** By each spelling that instances use, and by the canonical ones. */
	private final Map<String, PreferredPools> byValue;

	private final @Nullable PreferredPools without;

	private final @Nullable PreferredPools unknown;

	private PreferredPools(Destination destination, @Nullable Preference preference,
			Map<String, PreferredPools> byValue, @Nullable PreferredPools without, @Nullable PreferredPools unknown) {
		this.destination = destination;
		this.preference = preference;
		this.byValue = byValue;
		this.without = without;
		this.unknown = unknown;
	}

	private static PreferredPools leaf(Pool pool) {
		return new PreferredPools(new Destination(pool), null, Map.of(), null, null);
	}

	/**
	 * Builds them.
	 * @param pool who is there without any wish
	 * @param preferences the wishes
	 * @param pools builds the pool of a scope, given those who are used where nobody of
	 * it is fit
	 */
	static PreferredPools of(Pool pool, List<Preference> preferences,
			BiFunction<Scope, @Nullable Selection, Pool> pools) {
		if (preferences.isEmpty()) {
			return leaf(pool);
		}
		Preference first = preferences.get(0);
		List<Preference> rest = preferences.subList(1, preferences.size());
		PreferredPools next = of(pool, rest, pools);
		Map<String, String> spellings = spellings(pool, first);
		if (spellings.isEmpty() && !first.mayRefuse()) {
			return next;
		}
		Map<String, PreferredPools> byValue = new HashMap<>();
		new TreeSet<>(spellings.values()).stream().limit(MAX_VALUES).forEach((value) -> {
			Scope scope = scope(pool.scope(), first, value);
			Selection others = (first.otherwise() == Otherwise.ALL) ? pool.selection() : null;
			byValue.put(value, of(pools.apply(scope, others), rest, pools));
		});
		spellings.forEach((spelling, value) -> {
			PreferredPools known = byValue.get(value);
			if (known != null) {
				byValue.put(spelling, known);
			}
		});
		PreferredPools without = first.required() ? refusal(pool.scope(), "no " + first.name(),
				"it has no " + first.name() + ", which is required", pools) : next;
		PreferredPools unknown = (first.otherwise() == Otherwise.ALL) ? next
				: refusal(pool.scope(), "unknown " + first.name(), "no instance has its " + first.name(), pools);
		return new PreferredPools(new Destination(pool), first, byValue, without, unknown);
	}

	private static PreferredPools refusal(Scope within, String own, String why,
			BiFunction<Scope, @Nullable Selection, Pool> pools) {
		return leaf(pools.apply(Scope.nobody(name(within, own), why), null));
	}

	private static Scope scope(Scope within, Preference preference, String value) {
		String own = preference.name() + " '" + value + "'";
		return new Scope(name(within, own),
				(instance) -> within.contains(instance) && says(instance, preference, value), preference.otherwise(),
				"it has the " + own);
	}

	private static String name(Scope within, String own) {
		return within.isWhole() ? own : within.name() + " and " + own;
	}

	private static boolean says(Instance instance, Preference preference, String value) {
		String said = instance.getMetadata().get(preference.metadataKey());
		return said != null && value.equals(preference.canonical().apply(said));
	}

	/** What instances say, and what that means. */
	private static Map<String, String> spellings(Pool pool, Preference preference) {
		ServiceSnapshot snapshot = pool.snapshot();
		Map<String, String> spellings = new TreeMap<>();
		Stream.of(snapshot.instances(), snapshot.limbo())
			.flatMap(List::stream)
			.filter(pool.scope()::contains)
			.map((instance) -> instance.getMetadata().get(preference.metadataKey()))
			.filter((said) -> said != null)
			.distinct()
			.forEach((said) -> spellings.put(said, preference.canonical().apply(said)));
		return spellings;
	}

	Destination find(RequestView request) {
		PreferredPools found = this;
		while (found.preference != null) {
			found = found.next(found.preference, request);
		}
		return found.destination;
	}

	private PreferredPools next(Preference wish, RequestView request) {
		String value = wish.value().apply(request);
		PreferredPools next;
		if (value == null) {
			next = this.without;
		}
		else {
			next = this.byValue.get(value);
			if (next == null) {
				next = this.byValue.getOrDefault(wish.canonical().apply(value), this.unknown);
			}
		}
		return Objects.requireNonNull(next);
	}

}
