package dev.discovery.cloud.loadbalancer;

import dev.discovery.cloud.carry.CarriedHeaders;

import org.springframework.cloud.client.loadbalancer.HttpRequestLoadBalancerRequest;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequest;

/**
 * Gives blocking calls the headers that they carry on, before anybody decides where they
 * go.
 */
final class Carriage {

	private Carriage() {
	}

	static void load(LoadBalancerRequest<?> request) {
		CarriedHeaders carried = CarriedHeaders.current();
		if (carried != null && request instanceof HttpRequestLoadBalancerRequest<?> http) {
			carried.addTo(http.getHttpRequest().getHeaders());
		}
	}

}
