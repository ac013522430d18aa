package dev.discovery.cloud.loadbalancer;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.Pool;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.directory.NoAnswerException;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;

/**
 * Chooses for those who only ask and make the call themselves: Spring Cloud Gateway,
 * OpenFeign, Spring Cloud's own retries. A retry that says where it has been goes
 * elsewhere, if there is an elsewhere.
 * <p>
 * Safe for use by several threads.
 */
public final class InstanceChooser {

	private final Shortages shortages = new Shortages();

	private final Balancer balancer;

	/**
	 * Creates a chooser.
	 * @param balancer decides
	 */
	public InstanceChooser(Balancer balancer) {
		this.balancer = balancer;
	}

	Balancer balancer() {
		return this.balancer;
	}

	Shortages shortages() {
		return this.shortages;
	}

	/**
	 * Chooses, waiting for the registry's first answer where there was none yet.
	 * @param serviceId the service
	 * @param request what is known about the call
	 * @return the instance, or null if there is none; the log says why
	 */
	@Nullable Instance choose(String serviceId, @Nullable Request<?> request) {
		try {
			return choose(this.balancer.pool(serviceId), request);
		}
		catch (NoAnswerException ex) {
			return unanswered(serviceId, ex);
		}
	}

	@Nullable Instance choose(Pool pool, @Nullable Request<?> request) {
		Candidate picked = pool.pick(context(request));
		if (picked == null) {
			picked = pool.pick(PickContext.NONE);
		}
		String serviceId = pool.snapshot().serviceId();
		if (picked == null) {
			this.shortages.begins(serviceId, this.balancer.noInstance(serviceId));
			return null;
		}
		this.shortages.ends(serviceId);
		return picked.instance();
	}

	@Nullable Instance unanswered(String serviceId, NoAnswerException failure) {
		this.shortages.begins(serviceId, failure);
		return null;
	}

	private static PickContext context(@Nullable Request<?> request) {
		if (request != null && request.getContext() instanceof RetryableRequestContext retry) {
			ServiceInstance previous = retry.getPreviousServiceInstance();
			if (previous != null) {
				return (candidate) -> candidate.instance().equals(previous);
			}
		}
		return PickContext.NONE;
	}

}
