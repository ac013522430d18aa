package dev.discovery.cloud.loadbalancer;

import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerClientRequestTransformer;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerRetryPolicy;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.client.loadbalancer.reactive.RetryableLoadBalancerExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Spring Cloud's own retries for WebClients, with an end for each call that is cancelled.
 */
public final class CountedRetryableExchangeFilterFunction extends RetryableLoadBalancerExchangeFilterFunction {

	/**
	 * Creates a filter.
	 * @param policies decide what is retried
	 * @param factory knows the load balancers
	 * @param transformers change the request once its instance is known
	 */
	public CountedRetryableExchangeFilterFunction(LoadBalancerRetryPolicy.Factory policies,
			ReactiveLoadBalancer.Factory<ServiceInstance> factory,
			List<LoadBalancerClientRequestTransformer> transformers) {
		super(policies, factory, transformers);
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return OpenCalls.closedAfter(
				Mono.deferContextual((context) -> super.filter(ReactiveCarriage.load(request, context), next)));
	}

}
