package dev.discovery.cloud.loadbalancer;

import dev.discovery.balancing.Pool;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * Who was chosen, and from whom: an instance doesn't know under which name it was asked
 * for.
 *
 * @param pool the pool of that name
 * @param candidate who was chosen
 */
record Choice(Pool pool, Candidate candidate) {

	/**
	 * A choice that was made in another way.
	 * @param pool the pool that knows the instance best, if any
	 * @param instance who was chosen
	 * @return the choice, or null if the instance is none of the pool's
	 */
	static @Nullable Choice find(@Nullable Pool pool, ServiceInstance instance) {
		if (pool == null) {
			return null;
		}
		Candidate found = pool.find(instance);
		if (found != null) {
			return new Choice(pool, found);
		}
		for (Candidate candidate : pool.candidates()) {
			if (isSame(candidate.instance(), instance)) {
				return new Choice(pool, candidate);
			}
		}
		return null;
	}

	boolean isOf(ServiceInstance instance) {
		return isSame(this.candidate.instance(), instance);
	}

	/** Gateway MVC wraps it, and the wrapper has no id. */
	private static boolean isSame(Instance ours, ServiceInstance other) {
		return ours.equals(other) || (!(other instanceof Instance) && ours.getPort() == other.getPort()
				&& ours.getHost().equals(other.getHost()));
	}

}
