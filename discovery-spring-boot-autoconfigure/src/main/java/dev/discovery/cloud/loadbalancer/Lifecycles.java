package dev.discovery.cloud.loadbalancer;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycleValidator;
import org.springframework.cloud.client.loadbalancer.LoadBalancerProperties;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;

/**
 * The {@link LoadBalancerLifecycle} beans that want to hear of one kind of call, and the
 * hints that they are told. The beans are looked up at the first call and kept: the
 * search takes far longer than a pick.
 * <p>
 * Safe for use by several threads.
 */
@SuppressWarnings("rawtypes")
final class Lifecycles {

	private static final String DEFAULT_HINT = "default";

	private final ReactiveLoadBalancer.Factory<ServiceInstance> factory;

	private final Class<?> contextType;

	private final Class<?> responseType;

	private volatile LoadBalancerLifecycle @Nullable [] beans;

	Lifecycles(ReactiveLoadBalancer.Factory<ServiceInstance> factory, Class<?> contextType, Class<?> responseType) {
		this.factory = factory;
		this.contextType = contextType;
		this.responseType = responseType;
	}

	/**
	 * Those that want to hear.
	 * @param serviceId the service that is called; all have the same
	 * @return the beans, not to be changed
	 */
	LoadBalancerLifecycle[] of(String serviceId) {
		LoadBalancerLifecycle[] known = this.beans;
		if (known == null) {
			Map<String, LoadBalancerLifecycle> all = this.factory.getInstances(serviceId, LoadBalancerLifecycle.class);
			Set<LoadBalancerLifecycle> supported = LoadBalancerLifecycleValidator.getSupportedLifecycleProcessors(all,
					this.contextType, this.responseType, ServiceInstance.class);
			known = supported.stream()
				.filter((lifecycle) -> !(lifecycle instanceof StatsLifecycle))
				.toArray(LoadBalancerLifecycle[]::new);
			this.beans = known;
		}
		return known;
	}

	/**
	 * The hint of {@code spring.cloud.loadbalancer.hint.*}.
	 * @param serviceId the service that is called
	 * @return its own hint, else the general one, else {@code default}
	 */
	String hint(String serviceId) {
		LoadBalancerProperties properties = this.factory.getProperties(serviceId);
		if (properties == null) {
			return DEFAULT_HINT;
		}
		String own = properties.getHint().get(serviceId);
		return (own != null) ? own : properties.getHint().getOrDefault(DEFAULT_HINT, DEFAULT_HINT);
	}

}
