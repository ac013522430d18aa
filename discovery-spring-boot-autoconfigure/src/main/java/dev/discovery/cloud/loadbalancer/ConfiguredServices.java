package dev.discovery.cloud.loadbalancer;

import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;

/**
 * Knows the services for which the user configured Spring Cloud LoadBalancer: they are
 * left to it. Safe for use by several threads.
 */
@FunctionalInterface
public interface ConfiguredServices {

	/**
	 * Spring Cloud LoadBalancer isn't here, so nobody can have configured it.
	 */
	ConfiguredServices NONE = (serviceId) -> false;

	/**
	 * Asks the factory, if it is one that can be configured.
	 * @param factory makes load balancers
	 * @return what it knows, or {@link #NONE}
	 */
	static ConfiguredServices of(ReactiveLoadBalancer.Factory<?> factory) {
		return (factory instanceof ConfiguredServices configured) ? configured : NONE;
	}

	/**
	 * Whether the user configured it for this service, by
	 * {@code @LoadBalancerClient(configuration)}, by a default configuration or by
	 * {@code spring.cloud.loadbalancer.configurations}.
	 * @param serviceId the service
	 * @return whether its calls are Spring Cloud LoadBalancer's
	 */
	boolean contains(String serviceId);

}
