package dev.discovery.cloud.loadbalancer;

import dev.discovery.balancing.Pool;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.directory.NoAnswerException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;

/**
 * Spring Cloud's way to ask for an instance without blocking. Where there is none, the
 * response is empty and the log says why. Safe for use by several threads.
 */
class BalancedReactiveLoadBalancer implements ReactiveLoadBalancer<ServiceInstance> {

	private final InstanceChooser chooser;

	private final String serviceId;

	BalancedReactiveLoadBalancer(InstanceChooser chooser, String serviceId) {
		this.chooser = chooser;
		this.serviceId = serviceId;
	}

	@Override
	public Mono<Response<ServiceInstance>> choose() {
		return choose(REQUEST);
	}

	@Override
	@SuppressWarnings("rawtypes")
	public Mono<Response<ServiceInstance>> choose(Request request) {
		return Mono.deferContextual((context) -> {
			OpenCalls exchange = context.<OpenCalls>getOrDefault(OpenCalls.class, null);
			return ReactivePools.of(this.chooser.balancer(), this.serviceId, HttpView.of((Request<?>) request))
				.map((pool) -> response(choose(pool, request, exchange), exchange))
				.onErrorResume(NoAnswerException.class,
						(ex) -> Mono.just(response(this.chooser.unanswered(this.serviceId, ex), exchange)));
		});
	}

	private @Nullable ServiceInstance choose(Pool pool, Request<?> request, @Nullable OpenCalls exchange) {
		return this.chooser.choose(this.serviceId, pool, request, (exchange != null) ? exchange : PickContext.NONE);
	}

	private static Response<ServiceInstance> response(@Nullable ServiceInstance instance,
			@Nullable OpenCalls exchange) {
		if (instance == null) {
			return new EmptyResponse();
		}
		return (exchange != null) ? new ChosenResponse(instance, exchange) : new DefaultResponse(instance);
	}

}
