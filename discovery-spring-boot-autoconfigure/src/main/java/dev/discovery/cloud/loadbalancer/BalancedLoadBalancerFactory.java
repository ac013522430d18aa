package dev.discovery.cloud.loadbalancer;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClientsProperties;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.LoadBalancerProperties;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * The factory that Spring Cloud Commons asks for, where spring-cloud-loadbalancer is
 * absent: a load balancer per name, and the application's own beans instead of a child
 * context's. Safe for use by several threads.
 */
public final class BalancedLoadBalancerFactory implements ReactiveLoadBalancer.Factory<ServiceInstance> {

	private final InstanceChooser chooser;

	private final LoadBalancerClientsProperties properties;

	private final ApplicationContext context;

	private volatile @Nullable Map<String, ?> lifecycles;

	/**
	 * Creates a factory.
	 * @param chooser chooses the instances
	 * @param properties {@code spring.cloud.loadbalancer.*}
	 * @param context whose beans are handed out
	 */
	public BalancedLoadBalancerFactory(InstanceChooser chooser, LoadBalancerClientsProperties properties,
			ApplicationContext context) {
		this.chooser = chooser;
		this.properties = properties;
		this.context = context;
	}

	@Override
	public LoadBalancerProperties getProperties(@Nullable String serviceId) {
		LoadBalancerProperties own = (serviceId != null) ? this.properties.getClients().get(serviceId) : null;
		return (own != null) ? own : this.properties;
	}

	@Override
	public ReactiveLoadBalancer<ServiceInstance> getInstance(String serviceId) {
		return new BalancedReactiveLoadBalancer(this.chooser, serviceId);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <X> Map<String, X> getInstances(String name, Class<X> type) {
		if (type != LoadBalancerLifecycle.class) {
			return BeanFactoryUtils.beansOfTypeIncludingAncestors(this.context, type);
		}
		Map<String, ?> known = this.lifecycles;
		if (known == null) {
			known = Map.copyOf(BeanFactoryUtils.beansOfTypeIncludingAncestors(this.context, type));
			this.lifecycles = known;
		}
		return (Map<String, X>) known;
	}

	@Override
	@SuppressWarnings({ "unchecked", "NullAway" }) // null where there is none, as in
													// Spring Cloud's own
	public <X> @Nullable X getInstance(String name, Class<?> clazz, Class<?>... generics) {
		if (clazz == ReactiveLoadBalancer.class) {
			return (X) getInstance(name);
		}
		ResolvableType type = ResolvableType.forClassWithGenerics(clazz, generics);
		return (X) this.context.getBeanProvider(type).getIfAvailable();
	}

}
