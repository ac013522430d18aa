package dev.discovery.balancing.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.discovery.balancing.policy.RequestView;
import dev.discovery.time.Randomness;
import org.jspecify.annotations.Nullable;

/**
 * A service's rules in the shape in which they are asked: where does this request go?
 * Made when the rules change, and kept when the instances do, so that shares go on.
 * <p>
 * Safe for use by several threads without a lock; but for regular expressions it
 * allocates nothing.
 */
public final class RouteTable {

	/**
	 * No rule matches.
	 */
	public static final int NOWHERE = -1;

	private static final int MILLION = 1_000_000;

	private final List<Target> targets = new ArrayList<>();

	private final Rule[] rules;

	/**
	 * Creates a table.
	 * @param routes the rules
	 * @param randomness where the shares begin
	 */
	public RouteTable(ServiceRoutes routes, Randomness randomness) {
		this.rules = new Rule[routes.rules().size()];
		for (int i = 0; i < this.rules.length; i++) {
			this.rules[i] = rule(routes, i, randomness);
		}
	}

	private Rule rule(ServiceRoutes routes, int place, Randomness randomness) {
		Route route = routes.rules().get(place);
		int percentage = (int) Math.round(route.match().percentage() * MILLION / 100);
		if (route.service() != null) {
			int[] only = { target(null, route.service(), route.otherwise(), place + 1) };
			return new Rule(route.match(), percentage, new Draw(randomness), new Draw(randomness), only,
					new int[] { 1 });
		}
		List<Map.Entry<String, Integer>> weights = route.weights()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() > 0)
			.toList();
		int[] ofRule = new int[weights.size()];
		int[] upTo = new int[weights.size()];
		int sum = 0;
		for (int i = 0; i < ofRule.length; i++) {
			sum += weights.get(i).getValue();
			ofRule[i] = target(routes.subset(weights.get(i).getKey()), null, route.otherwise(), place + 1);
			upTo[i] = sum;
		}
		return new Rule(route.match(), percentage, new Draw(randomness), new Draw(randomness), ofRule, upTo);
	}

	private int target(@Nullable Subset subset, @Nullable String service, Otherwise otherwise, int rule) {
		for (int i = 0; i < this.targets.size(); i++) {
			Target known = this.targets.get(i);
			if (known.isSame(subset, service, otherwise)) {
				List<Integer> all = new ArrayList<>(known.rules());
				all.add(rule);
				this.targets.set(i, new Target(subset, service, otherwise, List.copyOf(all)));
				return i;
			}
		}
		this.targets.add(new Target(subset, service, otherwise, List.of(rule)));
		return this.targets.size() - 1;
	}

	/**
	 * Where rules lead.
	 * @return the targets
	 */
	public List<Target> targets() {
		return List.copyOf(this.targets);
	}

	/**
	 * Where a request goes. Each question counts for the shares.
	 * @param request what is sent
	 * @return the place of the target, or {@link #NOWHERE}
	 */
	public int target(RequestView request) {
		for (Rule rule : this.rules) {
			if (rule.match.matches(request) && rule.isDrawn()) {
				return rule.target();
			}
		}
		return NOWHERE;
	}

	/**
	 * Where requests like this one go. Counts nothing.
	 * @param request what would be sent
	 * @return the targets and their shares, which may leave something for when no rule
	 * matches
	 */
	public List<RouteShare> shares(RequestView request) {
		List<RouteShare> shares = new ArrayList<>();
		double left = 1;
		for (int i = 0; i < this.rules.length && left > 0; i++) {
			Rule rule = this.rules[i];
			if (rule.percentage > 0 && rule.match.matches(request)) {
				double taken = left * rule.percentage / MILLION;
				rule.share(i + 1, taken, shares);
				left = (rule.percentage == MILLION) ? 0 : left - taken;
			}
		}
		return shares;
	}

	/** Who is drawn and where to are two draws: one would know the other's outcome. */
	private record Rule(RequestMatch match, int percentage, Draw some, Draw which, int[] targets, int[] upTo) {

		boolean isDrawn() {
			return this.percentage == MILLION || (this.percentage > 0 && this.some.below(MILLION) < this.percentage);
		}

		int target() {
			if (this.targets.length == 1) {
				return this.targets[0];
			}
			int drawn = this.which.below(this.upTo[this.upTo.length - 1]);
			int i = 0;
			while (drawn >= this.upTo[i]) {
				i++;
			}
			return this.targets[i];
		}

		void share(int number, double all, List<RouteShare> shares) {
			int before = 0;
			for (int i = 0; i < this.targets.length; i++) {
				double share = all * (this.upTo[i] - before) / this.upTo[this.upTo.length - 1];
				before = this.upTo[i];
				shares.add(new RouteShare(number, this.match, this.targets[i], share));
			}
		}

	}

}
