package dev.discovery.autoconfigure.balancing;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.model.InvalidDiscoveryPropertyException;

/**
 * Finds policies by the names that configuration uses.
 */
public final class PolicyNames {

	private final Map<String, Policy> byName = new TreeMap<>();

	/**
	 * All names that there are.
	 * @param beans the application's own policies, which may replace built-in ones
	 */
	public PolicyNames(Stream<Policy> beans) {
		Stream.concat(Policies.all().stream(), beans).forEach((policy) -> this.byName.put(policy.name(), policy));
	}

	/**
	 * Finds a policy.
	 * @param property where its name stands
	 * @param name its name
	 * @return the policy
	 * @throws InvalidDiscoveryPropertyException if there is none of that name
	 */
	public Policy require(String property, String name) {
		Policy policy = this.byName.get(name);
		if (policy == null) {
			throw new InvalidDiscoveryPropertyException(property, name, "there is no such policy", "Use one of "
					+ String.join(", ", this.byName.keySet()) + ", or define a bean of type Policy with that name.");
		}
		return policy;
	}

}
