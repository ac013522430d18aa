package dev.discovery.balancing.policy;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The same instance for the same key, whichever client asks, and another one for as few
 * keys as possible when instances come or go. A request without a key goes where
 * least-request says.
 * <p>
 * Where the owner of a key was tried, or has more than its bounded load, the key goes to
 * the next on the ring.
 */
final class ConsistentHashPolicy implements Policy {

	private final Weights weights = new Weights();

	private final Policy withoutKey = new LeastRequestPolicy();

	private final Rings rings;

	private final HashKey key;

	private final double boundedLoad;

	ConsistentHashPolicy() {
		this(new Rings(), HashKey.NONE, 0);
	}

	private ConsistentHashPolicy(Rings rings, HashKey key, double boundedLoad) {
		this.rings = rings;
		this.key = key;
		this.boundedLoad = boundedLoad;
	}

	@Override
	public String name() {
		return Policies.CONSISTENT_HASH;
	}

	@Override
	public Policy with(PolicySettings settings) {
		return new ConsistentHashPolicy(this.rings, settings.hashKey(), settings.boundedLoad());
	}

	@Override
	public Picker over(Candidate[] candidates, Rotation rotation) {
		if (candidates.length < 2) {
			return this.withoutKey.over(candidates, rotation);
		}
		Weights.Weighted weighted = this.weights.of(candidates);
		if (this.key.equals(HashKey.NONE)) {
			return this.withoutKey.over(weighted.candidates(), rotation);
		}
		long[] ids = Arrays.stream(weighted.candidates())
			.mapToLong((candidate) -> Hashing.of(candidate.instance().getInstanceId()))
			.toArray();
		LoadBound bound = (this.boundedLoad != 0)
				? new LoadBound(weighted.candidates(), weighted.weights(), this.boundedLoad) : null;
		return new ByKey(this.key, weighted, weighted.candidates(), this.rings.of(ids, weighted.weights()), bound,
				this.withoutKey.over(weighted.candidates(), rotation));
	}

	private record ByKey(HashKey key, Weights.Weighted weighted, Candidate[] candidates, HashRing ring,
			@Nullable LoadBound bound, Picker withoutKey) implements Picker {

		@Override
		public @Nullable Candidate pick(PickContext context) {
			String found = this.key.in(context.request());
			if (found == null) {
				return this.withoutKey.pick(context);
			}
			if (this.bound != null) {
				this.bound.picking();
			}
			return pick(HashRing.point(Hashing.of(found)), context);
		}

		private Candidate pick(int point, PickContext context) {
			Candidate untried = null;
			for (int turn = 0; turn < HashRing.TURNS; turn++) {
				int place = this.ring.place(point, turn);
				Candidate candidate = this.candidates[place];
				if (!context.tried(candidate)) {
					if (this.bound == null || this.bound.admits(place)) {
						return candidate;
					}
					untried = (untried != null) ? untried : candidate;
				}
			}
			return (untried != null) ? untried : this.candidates[this.ring.place(point, 0)];
		}

		@Override
		public double share(Candidate candidate, int size, PickContext context) {
			if (context.request() == RequestView.NONE) {
				// of all keys together
				return this.weighted.share(candidate);
			}
			String found = this.key.in(context.request());
			if (found == null) {
				return (this.weighted.share(candidate) > 0) ? 1.0 / this.candidates.length : 0;
			}
			int owner = this.ring.place(HashRing.point(Hashing.of(found)), 0);
			return (this.candidates[owner] == candidate) ? 1 : 0;
		}

		/** A key that belongs to an instance is no better off elsewhere. */
		@Override
		public boolean insists(Candidate picked, PickContext context) {
			return this.key.in(context.request()) != null;
		}

	}

}
