package dev.discovery.balancing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * One service's candidates by instance id: whoever is listed again keeps its stats. Used
 * by one thread at a time.
 */
final class Candidates {

	private final Supplier<InstanceStats> newStats;

	private final Consumer<Candidate> joined;

	private Map<String, Candidate> byId = Map.of();

	/**
	 * Creates none.
	 * @param newStats makes stats for an instance that is new
	 * @param joined told of one that is new among old ones
	 */
	Candidates(Supplier<InstanceStats> newStats, Consumer<Candidate> joined) {
		this.newStats = newStats;
		this.joined = joined;
	}

	/**
	 * Takes over what is listed now.
	 * @param instances all of them
	 * @param amongOldOnes whether something was known before
	 */
	void update(List<Instance> instances, boolean amongOldOnes) {
		Map<String, Candidate> next = new HashMap<>(instances.size() * 4 / 3 + 1);
		instances.forEach((instance) -> next.put(instance.getInstanceId(), candidate(instance, amongOldOnes)));
		this.byId = next;
	}

	private Candidate candidate(Instance instance, boolean amongOldOnes) {
		Candidate known = this.byId.get(instance.getInstanceId());
		if (known != null && known.instance() == instance) {
			return known;
		}
		if (known == null || isAnother(known, instance)) {
			Candidate created = new Candidate(instance, this.newStats.get());
			if (amongOldOnes) {
				this.joined.accept(created);
			}
			return created;
		}
		return known.instance().sameContent(instance) ? known : new Candidate(instance, known.stats());
	}

	/**
	 * One that was started anew under the same id begins with a clean sheet, unless it
	 * was taken out by hand. At another address it does in any case: several registries
	 * may use one id, and a quarantine is about a place too.
	 */
	private static boolean isAnother(Candidate known, Instance instance) {
		// not by their authorities, which are only built for those that are called
		if (known.instance().getPort() != instance.getPort()
				|| !known.instance().getHost().equals(instance.getHost())) {
			return true;
		}
		String before = known.instance().getMetadata().get(Instance.REGISTERED_AT);
		String now = instance.getMetadata().get(Instance.REGISTERED_AT);
		Ejection ejection = known.stats().ejection();
		boolean quarantined = ejection != null && ejection.reason() == Ejection.Reason.QUARANTINE;
		return before != null && now != null && !before.equals(now) && !quarantined;
	}

	Map<String, Candidate> byId() {
		return this.byId;
	}

	@Nullable Candidate get(String instanceId) {
		return this.byId.get(instanceId);
	}

	/**
	 * Whether it is still listed.
	 */
	boolean contains(Candidate candidate) {
		Candidate known = get(candidate.instance().getInstanceId());
		return known != null && known.stats() == candidate.stats();
	}

}
