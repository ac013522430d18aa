package dev.discovery.balancing;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import dev.discovery.balancing.limit.Admission;
import dev.discovery.balancing.limit.AdmissionReport;
import dev.discovery.balancing.limit.CallRefusedException;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Picker;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.balancing.retry.Retries;
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

	/** Those who are picked from, level by level, and then those who are picked last. */
	private final Candidate[] inOrder;

	private final List<Candidate> candidates;

	private final Policy policy;

	private final Reach[] levels;

	private final Picker picker;

	private final Retries retries;

	private final Admission admission;

	private final @Nullable Stickiness sticky;

	/** Set once, before anybody else sees the pool. */
	private @Nullable RoutedPools routed;

	Pool(Scope scope, ServiceSnapshot snapshot, Selection selection, Policy policy, Rotation rotation, Retries retries,
			Admission admission, @Nullable Stickiness sticky) {
		this.scope = scope;
		this.sticky = sticky;
		this.snapshot = snapshot;
		this.selection = selection;
		this.inOrder = selection.inOrder();
		this.policy = policy;
		this.levels = Reach.all(selection.first(), policy, rotation);
		int first = Arrays.stream(this.levels).mapToInt((level) -> level.members().length).sum();
		this.candidates = Collections.unmodifiableList(Arrays.asList(this.inOrder).subList(0, first));
		this.picker = Reach.across(this.levels, rotation);
		this.retries = retries;
		this.admission = admission;
	}

	/**
	 * Picks a candidate that the call has not been at yet.
	 * @param context what is known about the call
	 * @return the candidate, or null if none is left
	 */
	public @Nullable Candidate pick(PickContext context) {
		Candidate bound = bound(context);
		if (bound != null) {
			return bound;
		}
		Candidate picked = this.picker.pick(context);
		return (picked == null || !context.tried(picked)) ? picked : pickOther(picked, context);
	}

	/** The instance that the request belongs to whatever the policy, null if to none. */
	@Nullable Candidate bound(PickContext context) {
		return (this.sticky != null) ? this.sticky.find(context) : null;
	}

	/**
	 * Picks a candidate that the call has not been at yet, and that may have one more
	 * call, for those who begin it elsewhere.
	 * @param context what is known about the call
	 * @return the candidate, or null if none is left
	 */
	public @Nullable Candidate pickFree(PickContext context) {
		return pick(this.admission.unlessFull(context));
	}

	/**
	 * Why a call that would begin now is refused, for those who begin it elsewhere. The
	 * answer holds nothing: several that ask at once may all begin.
	 * @return the reason, or null if it may begin
	 */
	public @Nullable CallRefusedException refusal() {
		return this.admission.refusal();
	}

	/**
	 * The first untried one behind the one that was picked: at the same level, then at
	 * the nearest, and then of those who are picked last.
	 */
	private @Nullable Candidate pickOther(Candidate picked, PickContext context) {
		for (Reach level : this.levels) {
			Candidate near = level.contains(picked) ? level.nextUntried(picked, context) : null;
			if (near != null) {
				return near;
			}
		}
		for (Candidate other : this.inOrder) {
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

	/** Who is picked from, the nearest first. */
	Reach[] levels() {
		return this.levels;
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

	/** The service's, or that of a subset that has its own. */
	Admission admission() {
		return this.admission;
	}

	/**
	 * Whether calls may begin, as of now.
	 * @return the report
	 */
	public AdmissionReport admissionReport() {
		return this.admission.report();
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
	 * @return the candidates, the nearest first
	 */
	public List<Candidate> candidates() {
		return this.candidates;
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
