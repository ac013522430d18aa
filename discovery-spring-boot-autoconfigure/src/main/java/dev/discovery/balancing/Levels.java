package dev.discovery.balancing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import dev.discovery.balancing.locality.Nearness.Tier;
import dev.discovery.balancing.locality.Spillover;
import dev.discovery.balancing.policy.Candidate;

/**
 * Who is fit where. A level's share of the calls falls with the fit among its members;
 * and where all levels together can't take the calls, a verdict on most of a level is a
 * verdict on the observer, and all its members are used. From Envoy.
 */
final class Levels {

	private final List<Level> all = new ArrayList<>();

	private final List<Candidate> rest = new ArrayList<>();

	private boolean panic;

	/**
	 * Works it out.
	 * @param up who is UP
	 * @param eligible who of them may get calls, fit or not
	 * @param settings tell what is near, and when a verdict isn't believed
	 */
	Levels(Candidate[] up, Predicate<Candidate> eligible, BalancingSettings settings) {
		List<Tier> tiers = settings.placement().nearness().tiers(up);
		Predicate<Candidate> fit = eligible.and(Levels::isFit);
		Spillover spillover = new Spillover(tiers.stream().mapToInt((tier) -> count(tier, fit)).toArray(),
				tiers.stream().mapToInt((tier) -> tier.members().length).toArray());
		int[] shares = spillover.shares();
		for (int i = 0; i < shares.length; i++) {
			Tier tier = tiers.get(i);
			boolean used = !spillover.suffices()
					&& isPanic(count(tier, fit), count(tier, eligible), settings.panicThreshold());
			add(tier, used ? eligible : fit, shares[i]);
			this.panic |= used;
		}
	}

	private static int count(Tier tier, Predicate<Candidate> some) {
		return (int) Arrays.stream(tier.members()).filter(some).count();
	}

	private static boolean isPanic(int fit, int eligible, int threshold) {
		return fit < eligible && (long) fit * 100 < (long) eligible * threshold;
	}

	private void add(Tier tier, Predicate<Candidate> used, int share) {
		List<Candidate> members = new ArrayList<>(tier.members().length);
		for (Candidate candidate : tier.members()) {
			(used.test(candidate) ? members : this.rest).add(candidate);
		}
		if (!members.isEmpty()) {
			this.all.add(new Level(tier.where(), members.toArray(Candidate[]::new), share));
		}
	}

	/**
	 * Whether nothing speaks against an instance.
	 */
	static boolean isFit(Candidate candidate) {
		return candidate.stats().ejection() == null && candidate.stats().ailment() == null;
	}

	/**
	 * Those that have somebody to call, the nearest first.
	 */
	List<Level> all() {
		return List.copyOf(this.all);
	}

	/**
	 * Who gets no calls.
	 */
	Candidate[] rest() {
		return this.rest.toArray(Candidate[]::new);
	}

	/**
	 * Whether somewhere so few are fit that all are used.
	 */
	boolean panic() {
		return this.panic;
	}

}
