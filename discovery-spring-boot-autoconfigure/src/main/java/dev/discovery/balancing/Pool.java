package dev.discovery.balancing;

import java.util.Arrays;
import java.util.List;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Picker;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.fitness.SlowStart;
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

	private final Scope scope;

	private final ServiceSnapshot snapshot;

	private final Selection selection;

	/** Those who are picked from, and then those who are picked last. */
	private final Candidate[] inOrder;

	private final Policy policy;

	private final Picker picker;

	private final Rotation rotation;

	/** Whether somebody comes to the full share by and by. */
	private final boolean ramping;

	private final Retries retries;

	/** Set once, before anybody else sees the pool. */
	private @Nullable RoutedPools routed;

	Pool(Scope scope, ServiceSnapshot snapshot, Selection selection, Policy policy, Rotation rotation,
			Retries retries) {
		this.scope = scope;
		this.snapshot = snapshot;
		this.selection = selection;
		this.inOrder = selection.inOrder();
		this.policy = policy;
		this.rotation = rotation;
		this.retries = retries;
		Candidate[] first = selection.first();
		this.picker = policy.over(first, rotation);
		this.ramping = Arrays.stream(first).anyMatch((candidate) -> candidate.stats().share() < SlowStart.FULL);
	}

	/**
	 * Picks a candidate that the call has not been at yet.
	 * @param context what is known about the call
	 * @return the candidate, or null if none is left
	 */
	public @Nullable Candidate pick(PickContext context) {
		Candidate picked = this.picker.pick(context);
		if (this.ramping && picked != null && this.rotation.any(SlowStart.FULL) >= picked.stats().share()) {
			picked = nextWithFullShare(picked);
		}
		return (picked == null || !context.tried(picked)) ? picked : pickOther(picked, context);
	}

	/**
	 * Who takes the place of one that is passed over for now.
	 */
	private Candidate nextWithFullShare(Candidate passedOver) {
		int size = this.selection.first().length;
		int place = place(passedOver, size);
		for (int i = 1; i < size; i++) {
			Candidate other = this.inOrder[(place + i) % size];
			if (other.stats().share() == SlowStart.FULL) {
				return other;
			}
		}
		return passedOver;
	}

	private int place(Candidate candidate, int size) {
		int place = 0;
		while (place < size && this.inOrder[place] != candidate) {
			place++;
		}
		return place;
	}

	/**
	 * The first untried one behind the one that was picked.
	 */
	private @Nullable Candidate pickOther(Candidate picked, PickContext context) {
		int size = this.selection.first().length;
		int place = place(picked, size);
		for (int i = 1; i < size; i++) {
			Candidate other = this.inOrder[(place + i) % size];
			if (!context.tried(other)) {
				return other;
			}
		}
		for (int i = size; i < this.inOrder.length; i++) {
			if (!context.tried(this.inOrder[i])) {
				return this.inOrder[i];
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
		for (Candidate candidate : this.inOrder) {
			if (candidate.instance().equals(instance)) {
				return candidate;
			}
		}
		return null;
	}

	void route(@Nullable RoutedPools pools) {
		this.routed = pools;
	}

	/** Where calls go that are not for all, null if every call is. */
	@Nullable RoutedPools routed() {
		return this.routed;
	}

	/** Which instances it is for. */
	Scope scope() {
		return this.scope;
	}

	/** Whether there is nobody to pick, not even as a last resort. */
	boolean isEmpty() {
		return this.inOrder.length == 0;
	}

	Retries retries() {
		return this.retries;
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
		return List.of(this.selection.first());
	}

	/**
	 * Who passed which filter.
	 * @return what the pool picks from
	 */
	public Selection selection() {
		return this.selection;
	}

	/**
	 * How one of them is chosen.
	 * @return the policy
	 */
	public Policy policy() {
		return this.policy;
	}

}
