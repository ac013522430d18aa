package dev.discovery.cloud.loadbalancer;

import java.io.IOException;
import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequest;
import org.springframework.cloud.client.loadbalancer.Request;

/**
 * Leaves the services that the user configured to Spring Cloud LoadBalancer, and takes
 * all others to the balancer. Safe for use by several threads.
 */
public final class RoutingLoadBalancerClient implements LoadBalancerClient {

	private final ConfiguredServices configured;

	private final LoadBalancerClient stock;

	private final LoadBalancerClient balanced;

	/**
	 * Creates a client.
	 * @param configured which services go to the stock client
	 * @param stock Spring Cloud LoadBalancer's client
	 * @param balanced the client over the balancer
	 */
	public RoutingLoadBalancerClient(ConfiguredServices configured, LoadBalancerClient stock,
			LoadBalancerClient balanced) {
		this.configured = configured;
		this.stock = stock;
		this.balanced = balanced;
	}

	private LoadBalancerClient client(String serviceId) {
		return this.configured.contains(serviceId) ? this.stock : this.balanced;
	}

	@Override
	public <T> T execute(String serviceId, LoadBalancerRequest<T> request) throws IOException {
		Carriage.load(request);
		return client(serviceId).execute(serviceId, request);
	}

	@Override
	public <T> T execute(String serviceId, ServiceInstance instance, LoadBalancerRequest<T> request)
			throws IOException {
		Carriage.load(request);
		return client(serviceId).execute(serviceId, instance, request);
	}

	@Override
	public URI reconstructURI(ServiceInstance instance, URI original) {
		return this.balanced.reconstructURI(instance, original);
	}

	@Override
	@SuppressWarnings("NullAway") // the contract says so in words only
	public @Nullable ServiceInstance choose(String serviceId) {
		return client(serviceId).choose(serviceId);
	}

	@Override
	@SuppressWarnings("NullAway") // the contract says so in words only
	public <T> @Nullable ServiceInstance choose(String serviceId, Request<T> request) {
		return client(serviceId).choose(serviceId, request);
	}

}
