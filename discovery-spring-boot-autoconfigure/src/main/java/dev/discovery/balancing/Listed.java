package dev.discovery.balancing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.discovery.balancing.locality.Capacity;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;

/**
 * Who of a scope may be called by what the registry says. Where it says DOWN of all, it
 * is not believed: an agent that stood still says so of everybody, and if it is true a
 * call is lost anyway. Its arrays are not to be changed.
 *
 * @param called who is UP, or who is DOWN if that is said of all
 * @param absent who is DOWN while others are UP: missing at their level
 * @param limbo who vanished from the registry together with most others
 * @param doubted whether those that are DOWN are called
 */
record Listed(Candidate[] called, Candidate[] absent, Candidate[] limbo, boolean doubted) {

	private static final Candidate[] NOBODY = {};

	/**
	 * Tells them apart.
	 * @param mayDoubt whether the registry may be doubted
	 */
	static Listed of(Scope scope, ServiceSnapshot snapshot, Map<String, Candidate> candidates, boolean mayDoubt) {
		Candidate[] up = candidates(scope, snapshot.instances(), candidates, Health.UP);
		Candidate[] down = candidates(scope, snapshot.instances(), candidates, Health.DOWN);
		Candidate[] limbo = candidates(scope, snapshot.limbo(), candidates, Health.UP);
		boolean doubted = mayDoubt && up.length + limbo.length == 0 && down.length != 0;
		return new Listed(doubted ? down : up, doubted ? NOBODY : down, limbo, doubted);
	}

	private static Candidate[] candidates(Scope scope, List<Instance> instances, Map<String, Candidate> candidates,
			Health health) {
		return instances.stream()
			.filter((instance) -> instance.getHealth() == health && scope.contains(instance))
			.map((instance) -> Objects.requireNonNull(candidates.get(instance.getInstanceId())))
			.toArray(Candidate[]::new);
	}

	/** All whom the shares of the levels depend on. */
	Candidate[] members() {
		return (this.absent.length == 0) ? this.called
				: Stream.of(this.called, this.absent).flatMap(Arrays::stream).toArray(Candidate[]::new);
	}

	boolean mayBeCalled(Candidate candidate) {
		return (candidate.instance().getHealth() == Health.DOWN) == this.doubted;
	}

	/**
	 * Who is called first: those who have capacity left; of those whom nobody vouches for
	 * the ones that calls have not found wanting, as of now: a first failure changes
	 * nothing before the pool is built anew, and a retry goes elsewhere.
	 */
	Predicate<Candidate> preferred(Capacity capacity) {
		return this.doubted ? (candidate) -> candidate.stats().consecutiveFailures() == 0 : capacity::isEnough;
	}

	/** What is to be said of those who could be called and are not preferred. */
	PassedOver passedOver(Candidate[] spare, Capacity capacity) {
		return this.doubted
				? new PassedOver(Step.REGISTRY, spare, "the registry says DOWN of all, and its own last call failed")
				: new PassedOver(Step.CAPACITY, spare, capacity.whyNot());
	}

}
