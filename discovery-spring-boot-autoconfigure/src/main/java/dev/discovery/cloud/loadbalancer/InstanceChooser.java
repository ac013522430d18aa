package dev.discovery.cloud.loadbalancer;

import java.net.URI;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.Pool;
import dev.discovery.balancing.limit.CallRefusedException;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.directory.NoAnswerException;
import dev.discovery.model.Instance;
import dev.discovery.time.Scheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;

/**
 * Chooses for those who only ask and make the call themselves: Spring Cloud Gateway,
 * OpenFeign, Spring Cloud's own retries. A retry of which is known where it has been goes
 * elsewhere, if there is an elsewhere.
 * <p>
 * Safe for use by several threads.
 */
public final class InstanceChooser {

	/** Where Gateway MVC keeps the URL to which it last sent an exchange. */
	private static final String GATEWAY_MVC_URL = "GatewayServerMvc.gatewayRequestUrl";

	private final Shortages shortages = new Shortages();

	private final Balancer balancer;

	private final WeakRequests<Choice> choices;

	/**
	 * Creates a chooser.
	 * @param balancer decides
	 * @param scheduler where choices are forgotten that nobody made use of
	 */
	public InstanceChooser(Balancer balancer, Scheduler scheduler) {
		this.balancer = balancer;
		this.choices = new WeakRequests<>(scheduler, (choice) -> {
		});
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
			return choose(serviceId, this.balancer.pool(serviceId, HttpView.of(request)), request, PickContext.NONE);
		}
		catch (NoAnswerException ex) {
			return unanswered(serviceId, ex);
		}
	}

	/**
	 * Chooses from a pool.
	 * @param serviceId the service that was asked for; the pool may be another one's
	 * @param pool where its routes lead
	 * @param request what is known about the call
	 * @param exchange knows where the exchange has been that the call is part of
	 * @return the instance, or null if there is none
	 */
	@Nullable Instance choose(String serviceId, Pool pool, @Nullable Request<?> request, PickContext exchange) {
		if (pool.refusal() != null) {
			// once chosen it can't be refused any more; the log has its one line
			return null;
		}
		RequestView view = HttpView.of(request);
		Candidate picked = pool.pickFree(PickContext.of(view, earlier(request, view, exchange)));
		if (picked == null) {
			picked = pool.pickFree(PickContext.of(view));
		}
		if (picked == null) {
			IllegalStateException why = this.balancer.noneFree(pool);
			if (!(why instanceof CallRefusedException)) {
				this.shortages.begins(serviceId, why);
			}
			return null;
		}
		this.shortages.ends(serviceId);
		// that one stands for nobody's call, and everybody's
		if (request != null && request != ReactiveLoadBalancer.REQUEST) {
			this.choices.put(request, new Choice(pool, picked));
		}
		return picked.instance();
	}

	/**
	 * Takes what was chosen for a request.
	 * @param request the same object as it was chosen for
	 * @param instance where the call goes
	 * @return the choice, or null if the instance is none of ours
	 */
	@Nullable Choice chosen(Request<?> request, ServiceInstance instance) {
		Choice choice = this.choices.remove(request);
		return (choice != null && choice.isOf(instance)) ? choice
				: Choice.find(this.balancer.known(instance.getServiceId()), instance);
	}

	@Nullable Instance unanswered(String serviceId, NoAnswerException failure) {
		this.shortages.begins(serviceId, failure);
		return null;
	}

	/** Where the same request has been before. */
	private static PickContext earlier(@Nullable Request<?> request, RequestView view, PickContext exchange) {
		if (request != null && request.getContext() instanceof RetryableRequestContext retry) {
			ServiceInstance previous = retry.getPreviousServiceInstance();
			if (previous != null) {
				return (candidate) -> candidate.instance().equals(previous) || exchange.tried(candidate);
			}
		}
		if (exchange == PickContext.NONE && view.attribute(GATEWAY_MVC_URL) instanceof URI url) {
			return (candidate) -> candidate.instance().getAuthority().equals(url.getRawAuthority());
		}
		return exchange;
	}

}
