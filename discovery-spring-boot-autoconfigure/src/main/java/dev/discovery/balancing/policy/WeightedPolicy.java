package dev.discovery.balancing.policy;

import dev.discovery.fitness.SlowStart;
import org.jspecify.annotations.Nullable;

/**
 * By the weights in the instances' metadata: {@code weight}, a whole number, 1 where
 * there is none. Weight 0 gets calls only when nobody else can. Reads no clock.
 */
final class WeightedPolicy implements Policy {

	private final Weights weights = new Weights();

	@Override
	public String name() {
		return "weighted";
	}

	@Override
	public Picker over(Candidate[] candidates, Rotation rotation) {
		if (candidates.length == 0) {
			return (context) -> null;
		}
		Weights.Weighted weighted = this.weights.of(candidates);
		double[] shares = weighted.weights();
		for (int i = 0; i < shares.length; i++) {
			shares[i] *= (double) weighted.candidates()[i].stats().share() / SlowStart.FULL;
		}
		return new ByWeight(new Weights.Weighted(weighted.candidates(), shares), new AliasTable(shares), rotation);
	}

	private record ByWeight(Weights.Weighted weighted, AliasTable table, Rotation rotation) implements Picker {

		@Override
		public Candidate pick(PickContext context) {
			int place = this.table.place(this.rotation.next());
			Candidate picked = this.weighted.candidates()[place];
			if (!context.tried(picked)) {
				return picked;
			}
			Candidate other = untried(this.table.place(this.rotation.next()), context);
			return (other != null) ? other : picked;
		}

		/** Whoever has no weight is left for later. */
		private @Nullable Candidate untried(int from, PickContext context) {
			Candidate[] all = this.weighted.candidates();
			for (int i = 0; i < all.length; i++) {
				Candidate other = all[(from + i) % all.length];
				if (!context.tried(other)) {
					return other;
				}
			}
			return null;
		}

		@Override
		public double share(Candidate candidate, int size, PickContext context) {
			return this.weighted.share(candidate);
		}

		/** The share of one that is warming up is in the table already. */
		@Override
		public boolean insists(Candidate picked, PickContext context) {
			return true;
		}

	}

}
