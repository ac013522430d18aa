package dev.discovery.autoconfigure.loadbalancer;

import java.util.List;

import dev.discovery.balancing.CallObserver;
import dev.discovery.cloud.loadbalancer.BalancedLoadBalancerClientFactory;
import dev.discovery.cloud.loadbalancer.ConfiguredServices;
import dev.discovery.cloud.loadbalancer.InstanceChooser;
import dev.discovery.cloud.loadbalancer.RoutingLoadBalancerClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClientsProperties;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerBeanPostProcessorAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClientSpecification;
import org.springframework.cloud.loadbalancer.blocking.client.BlockingLoadBalancerClient;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * Where Spring Cloud LoadBalancer is on the class path: its factory with the balancer
 * inside, and its blocking client for the services that it was configured for.
 */
@AutoConfiguration(after = LoadBalancerFactoryAutoConfiguration.class,
		before = { CommonsClientAutoConfiguration.class, LoadBalancerAutoConfiguration.class,
				ReactorLoadBalancerClientAutoConfiguration.class,
				LoadBalancerBeanPostProcessorAutoConfiguration.class },
		beforeName = { "org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration",
				"org.springframework.cloud.loadbalancer.config.BlockingLoadBalancerClientAutoConfiguration" })
@ConditionalOnClass(LoadBalancerClientFactory.class)
@ConditionalOnBean(InstanceChooser.class)
public final class SpringCloudLoadBalancerAutoConfiguration {

	/**
	 * Declared as Spring Cloud's own type: an ahead-of-time build knows it by that.
	 */
	@Bean
	@ConditionalOnMissingBean(ReactiveLoadBalancer.Factory.class)
	LoadBalancerClientFactory discoveryLoadBalancerClientFactory(ObjectProvider<InstanceChooser> chooser,
			LoadBalancerClientsProperties properties, ObjectProvider<LoadBalancerClientSpecification> specifications) {
		BalancedLoadBalancerClientFactory factory = new BalancedLoadBalancerClientFactory(
				SingletonSupplier.of(chooser::getObject), properties);
		factory.setConfigurations(List.copyOf(specifications.orderedStream().toList()));
		return factory;
	}

	@Bean
	@ConditionalOnMissingBean
	LoadBalancerClient discoveryLoadBalancerClient(InstanceChooser chooser,
			ReactiveLoadBalancer.Factory<ServiceInstance> factory, Environment environment,
			ObjectProvider<CallObserver> observer) {
		return new RoutingLoadBalancerClient(ConfiguredServices.of(factory), new BlockingLoadBalancerClient(factory),
				LoadBalancerClientAutoConfiguration.balanced(chooser, factory, environment, observer));
	}

}
