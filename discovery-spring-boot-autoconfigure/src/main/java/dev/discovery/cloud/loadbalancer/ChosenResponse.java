package dev.discovery.cloud.loadbalancer;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;

/**
 * A choice that knows the exchange for which it was made.
 */
final class ChosenResponse extends DefaultResponse {

	private final OpenCalls exchange;

	ChosenResponse(ServiceInstance instance, OpenCalls exchange) {
		super(instance);
		this.exchange = exchange;
	}

	OpenCalls exchange() {
		return this.exchange;
	}

}
