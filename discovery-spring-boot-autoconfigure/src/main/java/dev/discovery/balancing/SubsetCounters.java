package dev.discovery.balancing;

import java.util.HashMap;
import java.util.Map;

import dev.discovery.balancing.limit.Admission;
import dev.discovery.balancing.retry.Retries;
import dev.discovery.balancing.retry.RetrySettings;
import dev.discovery.balancing.route.Subject;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of a service's subsets are counted by: one admission and one retry
 * budget for each of them, however many rules lead there. Those of a subset last as long
 * as the settings for them are the same, whatever else changes. Used by one thread at a
 * time.
 */
final class SubsetCounters {

	private final String serviceId;

	private final BalancingSettings settings;

	private final BalancingRuntime runtime;

	private final Counters ofService;

	private Map<String, Counters> before = Map.of();

	private Map<String, Counters> current = new HashMap<>();

	/**
	 * Creates counters.
	 * @param serviceId the service
	 * @param settings how its calls are balanced
	 * @param runtime clock and chance
	 * @param ofService what the calls of the service are counted by
	 */
	SubsetCounters(String serviceId, BalancingSettings settings, BalancingRuntime runtime, Counters ofService) {
		this.serviceId = serviceId;
		this.settings = settings;
		this.runtime = runtime;
		this.ofService = ofService;
	}

	Counters ofService() {
		return this.ofService;
	}

	/** The routes have changed: whoever isn't asked for any more is forgotten. */
	void changed() {
		this.before = this.current;
		this.current = new HashMap<>();
	}

	/**
	 * The counters of a subset.
	 * @param subset its name
	 * @param own how its calls are balanced
	 * @return its own, or the service's where nothing differs
	 */
	Counters of(String subset, BalancingSettings own) {
		return this.current.computeIfAbsent(subset, (name) -> next(name, own, this.before.get(name)));
	}

	private Counters next(String name, BalancingSettings own, @Nullable Counters known) {
		Subject subject = Subject.subset(this.serviceId, name);
		return new Counters(admission(subject, own, known), retries(subject, own.retry(), known));
	}

	private Admission admission(Subject subject, BalancingSettings own, @Nullable Counters known) {
		if (own.limits().equals(this.settings.limits())
				&& own.circuitBreaker().equals(this.settings.circuitBreaker())) {
			return this.ofService.admission();
		}
		return new Admission(subject, own.limits(), own.circuitBreaker(), this.runtime.ticker(),
				this.runtime.observer(), ownAdmission(known));
	}

	private Retries retries(Subject subject, RetrySettings own, @Nullable Counters known) {
		if (own.equals(this.settings.retry())) {
			return this.ofService.retries();
		}
		Retries last = ownRetries(known);
		return (last != null && last.settings().equals(own)) ? last
				: new Retries(subject, own, this.runtime.ticker(), this.runtime.randomness(), this.runtime.observer());
	}

	private @Nullable Admission ownAdmission(@Nullable Counters known) {
		return (known != null && known.admission() != this.ofService.admission()) ? known.admission() : null;
	}

	private @Nullable Retries ownRetries(@Nullable Counters known) {
		return (known != null && known.retries() != this.ofService.retries()) ? known.retries() : null;
	}

	/** A round of the balancer's. */
	void tick() {
		for (Counters each : this.current.values()) {
			Admission admission = ownAdmission(each);
			if (admission != null) {
				admission.tick();
			}
			Retries retries = ownRetries(each);
			if (retries != null) {
				retries.tick();
			}
		}
	}

	/**
	 * What calls are counted by.
	 *
	 * @param admission whether they may begin
	 * @param retries whether they may be repeated
	 */
	record Counters(Admission admission, Retries retries) {

	}

}
