package dev.discovery.autoconfigure.loadbalancer;

import dev.discovery.autoconfigure.balancing.LoadBalancerProperties;
import dev.discovery.balancing.CallObserver;
import dev.discovery.cloud.loadbalancer.BalancedExchangeFilterFunction;
import dev.discovery.cloud.loadbalancer.ConfiguredServices;
import dev.discovery.cloud.loadbalancer.CountedRetryableExchangeFilterFunction;
import dev.discovery.cloud.loadbalancer.InstanceChooser;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancedExchangeFilterFunction;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerBeanPostProcessorAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerClientRequestTransformer;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerRetryPolicy;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The filter for {@code @LoadBalanced} WebClients and reactive HTTP interfaces, unless
 * retries are explicitly left to Spring Cloud's own filter.
 */
@AutoConfiguration(
		after = { LoadBalancerFactoryAutoConfiguration.class, SpringCloudLoadBalancerAutoConfiguration.class },
		before = { ReactorLoadBalancerClientAutoConfiguration.class,
				LoadBalancerBeanPostProcessorAutoConfiguration.class })
@ConditionalOnClass(WebClient.class)
@ConditionalOnBean({ InstanceChooser.class, ReactiveLoadBalancer.Factory.class })
public final class LoadBalancerWebClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(LoadBalancedExchangeFilterFunction.class)
	@ConditionalOnProperty(name = LoadBalancerProperties.SPRING_CLOUD_RETRY, havingValue = "false",
			matchIfMissing = true)
	BalancedExchangeFilterFunction discoveryExchangeFilterFunction(InstanceChooser chooser,
			ReactiveLoadBalancer.Factory<ServiceInstance> factory,
			ObjectProvider<LoadBalancerClientRequestTransformer> transformers, ObjectProvider<CallObserver> observer) {
		return new BalancedExchangeFilterFunction(chooser, factory, transformers.orderedStream().toList(),
				ConfiguredServices.of(factory), observer.getIfUnique(() -> CallObserver.NONE));
	}

	/**
	 * In the place of Spring Cloud's own, which tells nobody of a call that is cancelled.
	 */
	@Bean
	@ConditionalOnMissingBean(LoadBalancedExchangeFilterFunction.class)
	@ConditionalOnProperty(name = LoadBalancerProperties.SPRING_CLOUD_RETRY, havingValue = "true")
	CountedRetryableExchangeFilterFunction discoveryRetryableExchangeFilterFunction(
			LoadBalancerRetryPolicy.Factory policies, ReactiveLoadBalancer.Factory<ServiceInstance> factory,
			ObjectProvider<LoadBalancerClientRequestTransformer> transformers) {
		return new CountedRetryableExchangeFilterFunction(policies, factory, transformers.orderedStream().toList());
	}

}
