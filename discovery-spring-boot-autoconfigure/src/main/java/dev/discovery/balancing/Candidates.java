package dev.discovery.balancing;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.model.Instance;
import dev.discovery.model.Places;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * One service's candidates: whoever is listed again under its id keeps its stats. Used by
 * one thread at a time.
 */
final class Candidates {

	private static final ServiceSnapshot NOTHING = ServiceSnapshot.of("", List.of());

	private final Supplier<InstanceStats> newStats;

	private final Consumer<Candidate> joined;

	private ServiceSnapshot snapshot = NOTHING;

	/** In the order of the snapshot's instances, and then of those in limbo. */
	private Candidate[] all = {};

	/** Made when somebody is asked for by id. */
	private @Nullable Map<String, Candidate> byId;

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
	 * @param next the instances, those in limbo among them
	 * @param amongOldOnes whether something was known before
	 * @return the stats of those who have left
	 */
	List<InstanceStats> update(ServiceSnapshot next, boolean amongOldOnes) {
		Places places = new Places(instances());
		List<Instance> instances = next.known();
		Candidate[] candidates = new Candidate[instances.size()];
		Candidate[] left = this.all.clone();
		for (int i = 0; i < candidates.length; i++) {
			Instance instance = instances.get(i);
			int place = places.of(instance);
			Candidate known = (place != Places.NOWHERE) ? this.all[place] : null;
			candidates[i] = candidate(known, instance, amongOldOnes);
			if (known != null && known.stats() == candidates[i].stats()) {
				left[place] = null;
			}
		}
		this.snapshot = next;
		this.all = candidates;
		this.byId = null;
		return Arrays.stream(left).filter(Objects::nonNull).map(Candidate::stats).toList();
	}

	private Candidate candidate(@Nullable Candidate known, Instance instance, boolean amongOldOnes) {
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
		if (known.instance() == instance) {
			return false;
		}
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

	/** What they are made from. */
	ServiceSnapshot snapshot() {
		return this.snapshot;
	}

	/** All that are listed, and then those in limbo. */
	List<Candidate> all() {
		return Collections.unmodifiableList(Arrays.asList(this.all));
	}

	List<Instance> instances() {
		return this.snapshot.known();
	}

	@Nullable Candidate get(String instanceId) {
		Map<String, Candidate> known = this.byId;
		if (known == null) {
			known = all().stream()
				.collect(Collectors.toMap((one) -> one.instance().getInstanceId(), Function.identity(),
						(one, other) -> other));
			this.byId = known;
		}
		return known.get(instanceId);
	}

	/**
	 * The same one as it is listed now.
	 * @return null if it isn't any more
	 */
	@Nullable Candidate latest(Candidate candidate) {
		Candidate known = get(candidate.instance().getInstanceId());
		return (known != null && known.stats() == candidate.stats()) ? known : null;
	}

}
