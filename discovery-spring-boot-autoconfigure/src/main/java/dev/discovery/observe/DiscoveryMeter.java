package dev.discovery.observe;

/**
 * Every meter that the starter records. Tags are {@code backend} and, where it is
 * bounded, {@code service}; never an instance.
 */
public enum DiscoveryMeter {

	/**
	 * Timer: lookups of a service's instances. Tag {@code result}: {@code hit} and
	 * {@code stale} are answered from memory, all counted and a few timed; {@code miss}
	 * and {@code error} had to wait for the first answer, each is timed.
	 */
	LOOKUP("discovery.lookup", "Lookups of the instances of a service"),

	/**
	 * Counter, in Micrometer's standard cache form with {@code cache=discovery}: lookups
	 * answered from memory ({@code result=hit}) and those that were not
	 * ({@code result=miss}).
	 */
	CACHE_GETS("cache.gets", "Lookups that were or weren't answered from memory"),

	/**
	 * Timer: from the moment at which an instance registered to the moment at which it
	 * was first seen here. As exact as the two machines' clocks agree.
	 */
	PROPAGATION("discovery.propagation", "From an instance's registration to its first sight here"),

	/**
	 * Timer: exchanges with the registry. Tags {@code operation} and {@code outcome}; a
	 * long poll includes its wait.
	 */
	BACKEND_REQUESTS("discovery.backend.requests", "Exchanges with the registry"),

	/**
	 * Counter: entries of a registry's answers that could not be used. Tag
	 * {@code reason}.
	 */
	BACKEND_DROPPED("discovery.backend.dropped", "Entries of answers that could not be used"),

	/**
	 * Counter: entries of a registry's answers whose signature isn't good, served all the
	 * same while signatures are only audited. Tag {@code reason}.
	 */
	BACKEND_DOUBTED("discovery.backend.doubted", "Entries of answers that were served in spite of their signature"),

	/**
	 * Gauge, in seconds, where there are several registries: for how long one of them
	 * hasn't answered all that it was asked; 0 while it does. The tag {@code backend} is
	 * the registry's name.
	 */
	BACKEND_UNREACHABLE("discovery.backend.unreachable", "For how long a registry hasn't answered all questions"),

	/**
	 * Gauge: in how much a shadow registry differs from what is served. The tag
	 * {@code backend} is its name. Tag {@code kind}: {@code missing}, {@code extra},
	 * {@code health} and {@code address} count instances, {@code name} the services that
	 * only one side knows, {@code unknown} the services that can't be compared just now.
	 */
	SHADOW_DIFFERENCES("discovery.shadow.differences", "In how much a shadow registry differs from what is served"),

	/**
	 * Gauge: instances of a service. Tag {@code state}: {@code up} or {@code unhealthy},
	 * which is what the registry says; {@code ejected} are those of {@code up} that get
	 * no calls all the same.
	 */
	INSTANCES("discovery.instances", "Instances that the registry knows"),

	/**
	 * Gauge, in seconds: how old what is known about a service may be; 0 while its watch
	 * is alive.
	 */
	SNAPSHOT_AGE("discovery.snapshot.age", "How long ago the watch of a service broke"),

	/**
	 * Counter: attempts of calls, whoever makes them, that said something about an
	 * instance. Tag {@code outcome}: {@code failure} is no answer, or one of 500 and
	 * more; {@code success} any other. What the caller gave up is in neither.
	 */
	ATTEMPTS("discovery.attempts", "Attempts of calls that were answered or failed"),

	/**
	 * Gauge: attempts of calls that have begun and not ended, but for those that were
	 * written off at an instance that hung.
	 */
	ATTEMPTS_ACTIVE("discovery.attempts.active", "Attempts of calls that are under way"),

	/**
	 * Gauge, in seconds: how long successful attempts usually take, by the instances'
	 * moving averages. Tag {@code of}: {@code instances} is their mean, {@code slowest}
	 * that of the slowest instance.
	 */
	ATTEMPTS_USUAL("discovery.attempts.usual", "How long successful attempts usually take"),

	/**
	 * Counter: further attempts of calls, at another instance if there is one. Tag
	 * {@code reason}: {@code never_sent}, {@code failure} or {@code timeout}.
	 */
	RETRIES("discovery.retries", "Further attempts of calls"),

	/**
	 * Counter: how often so many calls of a service failed that its retry budget was
	 * spent; counted once, until the budget has sufficed for a while.
	 */
	RETRIES_EXHAUSTED("discovery.retries.exhausted", "How often the retry budget of a service was spent"),

	/**
	 * Counter: calls that were not made, although there may be instances for them. Tag
	 * {@code reason}: {@code service_limit}, {@code instance_limit} or
	 * {@code circuit_open}.
	 */
	CALLS_REFUSED("discovery.calls.refused", "Calls that were not made because of a limit or an open circuit"),

	/**
	 * Gauge: what the circuit breaker of a service does, where it has one. 0 closed, 0.5
	 * half-open, 1 open.
	 */
	CIRCUIT_STATE("discovery.circuit.state", "0: calls are made, 0.5: a few are, 1: calls are refused"),

	/**
	 * Counter: instances that were taken out for a while. Tag {@code reason}:
	 * {@code consecutive_failures}, {@code unreachable}, {@code success_rate},
	 * {@code failure_percentage}, {@code hung} or {@code quarantine}.
	 */
	EJECTIONS("discovery.ejections", "Instances that were taken out for a while"),

	/**
	 * Gauge: this application's own registration. 1 held, 0.5 not confirmed or
	 * interrupted, 0 none.
	 */
	REGISTRATION_STATE("discovery.registration.state", "1: registered, 0.5: on the way, 0: not registered");

	private final String meterName;

	private final String description;

	DiscoveryMeter(String meterName, String description) {
		this.meterName = meterName;
		this.description = description;
	}

	/**
	 * The meter's name.
	 * @return in Micrometer's form, with dots
	 */
	public String meterName() {
		return this.meterName;
	}

	String description() {
		return this.description;
	}

}
