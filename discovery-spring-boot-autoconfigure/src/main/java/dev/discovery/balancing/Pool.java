package dev.discovery.balancing;

import java.util.List;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Picker;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * Who may get a service's calls, worked out when something changed, so that a pick is a
 * few array reads.
 * <p>
 * Immutable; used by many threads at once without a lock.
 */
public final class Pool {

	private final ServiceSnapshot snapshot;

	private final Candidate[] candidates;

	private final Policy policy;

	private final Picker picker;

	Pool(ServiceSnapshot snapshot, Candidate[] candidates, Policy policy, Rotation rotation) {
		this.snapshot = snapshot;
		this.candidates = candidates;
		this.policy = policy;
		this.picker = policy.over(candidates, rotation);
	}

	/**
	 * Picks a candidate that the call has not been at yet.
	 * @param context what is known about the call
	 * @return the candidate, or null if none is left
	 */
	public @Nullable Candidate pick(PickContext context) {
		Candidate picked = this.picker.pick(context);
		return (picked == null || !context.tried(picked)) ? picked : pickOther(picked, context);
	}

	/**
	 * The first untried one behind the one that was picked.
	 */
	private @Nullable Candidate pickOther(Candidate picked, PickContext context) {
		int size = this.candidates.length;
		int place = 0;
		while (place < size && this.candidates[place] != picked) {
			place++;
		}
		for (int i = 1; i < size; i++) {
			Candidate other = this.candidates[(place + i) % size];
			if (!context.tried(other)) {
				return other;
			}
		}
		return null;
	}

	/**
	 * Finds the candidate of an instance that somebody else has chosen.
	 * @param instance the instance
	 * @return its candidate, or null if it may not be picked from here
	 */
	public @Nullable Candidate find(ServiceInstance instance) {
		for (Candidate candidate : this.candidates) {
			if (candidate.instance().equals(instance)) {
				return candidate;
			}
		}
		return null;
	}

	/**
	 * What the pool was built from.
	 * @return the snapshot
	 */
	public ServiceSnapshot snapshot() {
		return this.snapshot;
	}

	/**
	 * Who may be picked.
	 * @return the candidates, in the snapshot's order
	 */
	public List<Candidate> candidates() {
		return List.of(this.candidates);
	}

	/**
	 * How one of them is chosen.
	 * @return the policy
	 */
	public Policy policy() {
		return this.policy;
	}

}
