package dev.discovery.balancing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import dev.discovery.balancing.locality.Nearness.Tier;
import dev.discovery.balancing.locality.Spillover;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.Subsetting;

/**
 * Who is fit where. A level's share of the calls falls with the fit among its members;
 * and where all levels together can't take the calls, a verdict on most of a level is a
 * verdict on the observer, and all its members are used. From Envoy.
 */
final class Levels {

	private final List<Level> all = new ArrayList<>();

	private final List<Candidate> rest = new ArrayList<>();

	private final List<Candidate> others = new ArrayList<>();

	private boolean panic;

	/**
	 * Works it out.
	 * @param members all whom it may concern
	 * @param eligible who of them may get calls, fit or not
	 * @param settings tell what is near, and when a verdict isn't believed
	 * @param clientId what tells this client from the others
	 * @param alone whether there is nobody else to call, were nobody of them fit
	 */
	Levels(Candidate[] members, Predicate<Candidate> eligible, BalancingSettings settings, String clientId,
			boolean alone) {
		List<Tier> tiers = settings.placement().nearness().tiers(members);
		Predicate<Candidate> fit = eligible.and(Levels::isFit);
		int[] fitOnes = count(tiers, fit);
		int[] eligibleOnes = count(tiers, eligible);
		Spillover spillover = new Spillover(fitOnes, count(tiers, (member) -> true));
		boolean somebody = Arrays.stream(fitOnes).anyMatch((ones) -> ones > 0);
		boolean mayPanic = (alone || somebody) && (tiers.size() == 1 || !spillover.suffices());
		boolean[] panics = new boolean[tiers.size()];
		boolean everywhere = true;
		for (int i = 0; i < panics.length; i++) {
			panics[i] = mayPanic && isPanic(fitOnes[i], eligibleOnes[i], settings.panicThreshold());
			this.panic |= panics[i];
			everywhere &= panics[i] || eligibleOnes[i] == 0;
		}
		int[] shares = (this.panic && everywhere) ? Spillover.bySize(eligibleOnes) : spillover.shares();
		for (int i = 0; i < shares.length; i++) {
			Tier tier = tiers.get(i);
			Candidate[] taken = take(tier, (panics[i]) ? eligible : fit);
			Predicate<Candidate> slice = Subsetting.of(taken, settings.affinity().subsetSize(), clientId);
			add(tier.where(), taken, slice, shares[i]);
		}
	}

	private static int[] count(List<Tier> tiers, Predicate<Candidate> some) {
		return tiers.stream().mapToInt((tier) -> (int) Arrays.stream(tier.members()).filter(some).count()).toArray();
	}

	private static boolean isPanic(int fit, int eligible, int threshold) {
		return fit < eligible && (long) fit * 100 < (long) eligible * threshold;
	}

	private Candidate[] take(Tier tier, Predicate<Candidate> used) {
		return split(tier.members(), used, this.rest);
	}

	private void add(String where, Candidate[] members, Predicate<Candidate> slice, int share) {
		if (members.length != 0) {
			this.all.add(new Level(where, split(members, slice, this.others), share));
		}
	}

	private static Candidate[] split(Candidate[] all, Predicate<Candidate> some, List<Candidate> others) {
		List<Candidate> taken = new ArrayList<>(all.length);
		for (Candidate candidate : all) {
			(some.test(candidate) ? taken : others).add(candidate);
		}
		return taken.toArray(Candidate[]::new);
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
	 * Who could get calls, but from other clients.
	 */
	Candidate[] others() {
		return this.others.toArray(Candidate[]::new);
	}

	/**
	 * Whether somewhere so few are fit that all are used.
	 */
	boolean panic() {
		return this.panic;
	}

}
