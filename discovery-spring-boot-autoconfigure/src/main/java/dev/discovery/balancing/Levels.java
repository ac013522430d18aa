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

	private final List<Candidate> unfit = new ArrayList<>();

	private final List<Candidate> others = new ArrayList<>();

	private final Verdicts verdicts;

	private boolean panic;

	/**
	 * Works it out.
	 * @param verdicts on all whom it may concern
	 * @param settings tell what is near, and when a verdict isn't believed
	 * @param clientId what tells this client from the others
	 * @param alone whether there is nobody else to call, were nobody of them fit
	 */
	Levels(Verdicts verdicts, BalancingSettings settings, String clientId, boolean alone) {
		this.verdicts = verdicts;
		List<Tier> tiers = settings.placement().nearness().tiers(verdicts.members());
		int[] fit = count(tiers, Verdict.FIT);
		int[] eligible = count(tiers, Verdict.UNFIT);
		Arrays.setAll(eligible, (i) -> eligible[i] + fit[i]);
		Spillover spillover = new Spillover(fit, tiers.stream().mapToInt((tier) -> tier.members().length).toArray());
		boolean somebody = Arrays.stream(fit).anyMatch((ones) -> ones > 0);
		boolean mayPanic = (alone || somebody) && (tiers.size() == 1 || !spillover.suffices());
		// by hand nobody takes the last one, whatever is said about a panic
		int threshold = verdicts.allByHand() ? Math.max(1, settings.panicThreshold()) : settings.panicThreshold();
		boolean[] panics = new boolean[tiers.size()];
		boolean everywhere = true;
		for (int i = 0; i < panics.length; i++) {
			panics[i] = mayPanic && isPanic(fit[i], eligible[i], threshold);
			everywhere &= panics[i] || eligible[i] == 0;
		}
		int[] shares = everywhere ? Spillover.bySize(eligible) : spillover.shares();
		for (int i = 0; i < shares.length; i++) {
			// where others have all the calls, nobody is used although unfit
			boolean used = panics[i] && shares[i] > 0;
			this.panic |= used;
			Candidate[] taken = take(tiers.get(i), used, used ? eligible[i] : fit[i]);
			if (taken.length != 0) {
				Candidate[] slice = slice(taken, settings.affinity().subsetSize(), clientId);
				this.all.add(new Level(tiers.get(i).where(), slice, shares[i]));
			}
		}
	}

	private int[] count(List<Tier> tiers, Verdict verdict) {
		int[] counts = new int[tiers.size()];
		for (int i = 0; i < counts.length; i++) {
			for (int place : tiers.get(i).places()) {
				counts[i] += (this.verdicts.of(place) == verdict) ? 1 : 0;
			}
		}
		return counts;
	}

	private static boolean isPanic(int fit, int eligible, int threshold) {
		return fit < eligible && (long) fit * 100 < (long) eligible * threshold;
	}

	private Candidate[] take(Tier tier, boolean panics, int size) {
		Candidate[] members = tier.members();
		if (size == members.length) {
			return members;
		}
		Candidate[] taken = new Candidate[size];
		int next = 0;
		for (int i = 0; i < members.length; i++) {
			Verdict verdict = this.verdicts.of(tier.places()[i]);
			if (verdict == Verdict.FIT || (panics && verdict == Verdict.UNFIT)) {
				taken[next++] = members[i];
			}
			else if (verdict == Verdict.UNFIT || verdict == Verdict.OUT) {
				this.unfit.add(members[i]);
			}
		}
		return taken;
	}

	private Candidate[] slice(Candidate[] taken, int size, String clientId) {
		if (size == 0) {
			return taken;
		}
		Predicate<Candidate> slice = Subsetting.of(taken, size, clientId);
		List<Candidate> own = new ArrayList<>(size);
		for (Candidate candidate : taken) {
			(slice.test(candidate) ? own : this.others).add(candidate);
		}
		return own.toArray(Candidate[]::new);
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
	 * Who could get calls, and gets none because of what is wrong with it.
	 */
	Candidate[] unfit() {
		return this.unfit.toArray(Candidate[]::new);
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
