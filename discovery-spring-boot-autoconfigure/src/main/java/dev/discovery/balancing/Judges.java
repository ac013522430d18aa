package dev.discovery.balancing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.route.ServiceRoutes;
import dev.discovery.balancing.route.Subset;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.probe.ActiveProber;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * One service's judges: one for each subset that has rules of its own, and one for all
 * other instances. Each instance has exactly one, that of the first subset that it
 * belongs to; it is compared with those who share it, and the last of them is never taken
 * out.
 * <p>
 * Used by one thread at a time, but for {@link #isSuspicious}.
 */
final class Judges {

	private final String serviceId;

	private final BalancingSettings settings;

	private final BalancingRuntime runtime;

	private final BiConsumer<ActiveProber, Candidate> examination;

	private final Judge general;

	private volatile List<Special> specials = List.of();

	private Collection<Candidate> candidates = List.of();

	Judges(String serviceId, BalancingSettings settings, BalancingRuntime runtime,
			BiConsumer<ActiveProber, Candidate> examination) {
		this.serviceId = serviceId;
		this.settings = settings;
		this.runtime = runtime;
		this.examination = examination;
		this.general = new Judge(serviceId, settings, runtime, examination);
	}

	/**
	 * Has other subsets from now on; who is out stays out.
	 */
	void route(Routing routing) {
		ServiceRoutes routes = routing.routes(this.serviceId);
		List<Special> changed = new ArrayList<>();
		for (Subset subset : (routes != null) ? routes.subsets() : List.<Subset>of()) {
			BalancingSettings own = routing.settings(this.serviceId, subset.name(), this.settings);
			if (!own.outlier().equals(this.settings.outlier()) || !own.slowStart().equals(this.settings.slowStart())) {
				changed.add(new Special(subset, new Judge(this.serviceId, own, this.runtime, this.examination)));
			}
		}
		this.specials.forEach((special) -> special.judge.instances(List.of()));
		this.specials = List.copyOf(changed);
		instances(this.candidates);
	}

	void instances(Collection<Candidate> all) {
		this.candidates = all;
		this.general.instances(judgedBy(this.general));
		this.specials.forEach((special) -> special.judge.instances(judgedBy(special.judge)));
	}

	private Collection<Candidate> judgedBy(Judge judge) {
		if (this.specials.isEmpty()) {
			return this.candidates;
		}
		return this.candidates.stream().filter((candidate) -> judgeOf(candidate.instance()) == judge).toList();
	}

	private Judge judgeOf(Instance instance) {
		for (Special special : this.specials) {
			if (special.subset.contains(instance)) {
				return special.judge;
			}
		}
		return this.general;
	}

	/** Whether any of them may think so: which one it is takes a look-up. */
	boolean isSuspicious(InstanceStats stats, int points) {
		for (Special special : this.specials) {
			if (special.judge.isSuspicious(stats, points)) {
				return true;
			}
		}
		return this.general.isSuspicious(stats, points);
	}

	boolean failed() {
		return each(Judge::failed);
	}

	boolean tick() {
		return each(Judge::tick);
	}

	private boolean each(Predicate<Judge> judging) {
		boolean changed = judging.test(this.general);
		for (Special special : this.specials) {
			changed |= judging.test(special.judge);
		}
		return changed;
	}

	boolean quarantine(Candidate candidate, Duration duration, String why) {
		return judgeOf(candidate.instance()).quarantine(candidate.stats(), duration, why);
	}

	boolean release(Candidate candidate) {
		return judgeOf(candidate.instance()).release(candidate.stats());
	}

	boolean recovered(Candidate candidate) {
		return judgeOf(candidate.instance()).recovered(candidate.stats());
	}

	boolean probed(Candidate candidate, @Nullable String ailment) {
		return judgeOf(candidate.instance()).probed(candidate, ailment);
	}

	void joined(Candidate candidate) {
		judgeOf(candidate.instance()).joined(candidate.stats());
	}

	void built(Pool pool) {
		this.general.built(pool);
	}

	private record Special(Subset subset, Judge judge) {
	}

}
