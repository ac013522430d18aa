package dev.discovery.cloud.loadbalancer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClientsProperties;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClientSpecification;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Spring Cloud LoadBalancer's factory where that is on the class path, so that there is
 * exactly one: services that the user configured get their child context as ever; all
 * others share the application's own context and the balancer. Safe for use by several
 * threads.
 */
public final class BalancedLoadBalancerClientFactory extends LoadBalancerClientFactory implements ConfiguredServices {

	private final Supplier<InstanceChooser> chooser;

	private final LoadBalancerClientsProperties properties;

	private final Specifications specifications = new Specifications(this);

	/** By service where it has a context of its own, else under the empty name. */
	private final Map<String, Map<String, ?>> lifecycles = new ConcurrentHashMap<>();

	/**
	 * Creates a factory.
	 * @param chooser who chooses the instances, asked when there is somebody to choose:
	 * an ahead-of-time build makes a factory where no registry can be reached
	 * @param properties {@code spring.cloud.loadbalancer.*}
	 */
	public BalancedLoadBalancerClientFactory(Supplier<InstanceChooser> chooser,
			LoadBalancerClientsProperties properties) {
		this(chooser, properties, Map.of());
	}

	private BalancedLoadBalancerClientFactory(Supplier<InstanceChooser> chooser,
			LoadBalancerClientsProperties properties,
			Map<String, ApplicationContextInitializer<GenericApplicationContext>> initializers) {
		super(properties, initializers);
		this.chooser = chooser;
		this.properties = properties;
	}

	/**
	 * The factory that an ahead-of-time build goes on with.
	 */
	@Override
	@SuppressWarnings("unchecked")
	public LoadBalancerClientFactory withApplicationContextInitializers(Map<String, Object> initializers) {
		Map<String, ?> typed = initializers;
		BalancedLoadBalancerClientFactory factory = new BalancedLoadBalancerClientFactory(this.chooser, this.properties,
				(Map<String, ApplicationContextInitializer<GenericApplicationContext>>) typed);
		factory.setConfigurations(List.copyOf(getConfigurations().values()));
		return factory;
	}

	@Override
	public void setConfigurations(List<LoadBalancerClientSpecification> configurations) {
		super.setConfigurations(configurations);
		this.specifications.changed();
	}

	@Override
	public boolean contains(String serviceId) {
		return this.specifications.contains(serviceId);
	}

	/**
	 * Spring Cloud Gateway tells child contexts from the application's by this prefix.
	 */
	@Override
	protected String generateDisplayName(String name) {
		return LoadBalancerClientFactory.class.getSimpleName() + "-" + name;
	}

	@Override
	protected GenericApplicationContext getContext(String name) {
		if (!contains(name) && getParent() instanceof GenericApplicationContext application) {
			return application;
		}
		return super.getContext(name);
	}

	@Override
	public ReactiveLoadBalancer<ServiceInstance> getInstance(String serviceId) {
		return contains(serviceId) ? super.getInstance(serviceId)
				: new BalancedReactorLoadBalancer(this.chooser.get(), serviceId);
	}

	@Override
	public <T> @Nullable T getInstance(String name, Class<T> type) {
		return isBalanced(name, type) ? type.cast(getInstance(name)) : super.getInstance(name, type);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T getInstance(String name, ResolvableType type) {
		return isBalanced(name, type.toClass()) ? (T) getInstance(name) : super.getInstance(name, type);
	}

	private boolean isBalanced(String name, Class<?> type) {
		return ReactiveLoadBalancer.class.isAssignableFrom(type)
				&& type.isAssignableFrom(BalancedReactorLoadBalancer.class) && !contains(name);
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> Map<String, T> getInstances(String name, Class<T> type) {
		if (type != LoadBalancerLifecycle.class) {
			return super.getInstances(name, type);
		}
		String key = contains(name) ? name : "";
		Map<String, ?> known = this.lifecycles.get(key);
		if (known == null) {
			known = Map.copyOf(super.getInstances(name, type));
			this.lifecycles.put(key, known);
		}
		return (Map<String, T>) known;
	}

}
