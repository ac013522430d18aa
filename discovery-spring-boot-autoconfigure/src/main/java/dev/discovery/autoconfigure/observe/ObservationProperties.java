package dev.discovery.autoconfigure.observe;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

import dev.discovery.model.InvalidDiscoveryPropertyException;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What becomes an observation, and so a span.
 */
@ConfigurationProperties("discovery.observations")
public class ObservationProperties {

	static final String CALLS = "discovery.observations.calls";

	private static final String OPERATIONS = "discovery.observations.registry-operations";

	private static final Set<String> KNOWN = new TreeSet<>(Set.of("put", "renew", "remove", "read", "names", "sync"));

	/**
	 * Whether balanced calls are observed, which costs each some microseconds.
	 */
	private Calls calls = Calls.AUTO;

	/**
	 * Which exchanges with the registry are observed: any of put (registering), renew
	 * (heartbeats), remove, read, names and sync (long polls and watches, a trace each).
	 */
	private Set<String> registryOperations = new LinkedHashSet<>(Set.of("put", "remove"));

	public Calls getCalls() {
		return this.calls;
	}

	public void setCalls(Calls calls) {
		this.calls = calls;
	}

	public Set<String> getRegistryOperations() {
		return this.registryOperations;
	}

	public void setRegistryOperations(Set<String> registryOperations) {
		this.registryOperations = registryOperations;
	}

	/**
	 * Checks the properties.
	 */
	Set<String> toOperations() {
		for (String operation : this.registryOperations) {
			if (!KNOWN.contains(operation)) {
				throw new InvalidDiscoveryPropertyException(OPERATIONS, operation, "is no operation",
						"Use any of " + String.join(", ", KNOWN) + ".");
			}
		}
		return this.registryOperations;
	}

	/**
	 * When balanced calls are observed.
	 */
	public enum Calls {

		/**
		 * Where there is a tracer.
		 */
		AUTO,
		/**
		 * Wherever there is an observation registry.
		 */
		ALWAYS,
		/**
		 * Nowhere.
		 */
		NEVER

	}

}
