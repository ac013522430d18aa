package dev.discovery.autoconfigure.loadbalancer;

import dev.discovery.autoconfigure.balancing.LoadBalancerProperties;
import dev.discovery.autoconfigure.cache.CacheProperties;
import dev.discovery.balancing.CallObserver;
import dev.discovery.cloud.loadbalancer.BalancedLoadBalancerClient;
import dev.discovery.cloud.loadbalancer.InstanceChooser;
import dev.discovery.cloud.loadbalancer.ReadTimeoutCheck;
import dev.discovery.cloud.loadbalancer.StickyCookie;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerBeanPostProcessorAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Spring Cloud's blocking client over the balancer. Commons' interceptors for
 * {@code @LoadBalanced} RestTemplates, RestClients and HTTP interfaces find it.
 */
@AutoConfiguration(
		after = { LoadBalancerFactoryAutoConfiguration.class, SpringCloudLoadBalancerAutoConfiguration.class },
		before = { CommonsClientAutoConfiguration.class, LoadBalancerAutoConfiguration.class,
				LoadBalancerBeanPostProcessorAutoConfiguration.class })
@ConditionalOnBean({ InstanceChooser.class, ReactiveLoadBalancer.Factory.class })
public final class LoadBalancerClientAutoConfiguration {

	private static final Log logger = LogFactory.getLog(LoadBalancerClientAutoConfiguration.class);

	@Bean
	ServiceIdHints discoveryServiceIdHints(CacheProperties cache, LoadBalancerProperties loadBalancer) {
		return new ServiceIdHints(cache, loadBalancer);
	}

	@Bean
	ReadTimeoutCheck discoveryReadTimeoutCheck(ListableBeanFactory beans, Environment environment) {
		return new ReadTimeoutCheck(beans, environment);
	}

	@Bean
	@ConditionalOnMissingBean
	LoadBalancerClient discoveryLoadBalancerClient(InstanceChooser chooser,
			ReactiveLoadBalancer.Factory<ServiceInstance> factory, Environment environment,
			ObjectProvider<CallObserver> observer) {
		return balanced(chooser, factory, environment, observer);
	}

	/** Spring Cloud LoadBalancer sets its own. */
	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnMissingClass("org.springframework.cloud.loadbalancer.blocking.client.BlockingLoadBalancerClient")
	StickyCookie discoveryStickyCookie(ReactiveLoadBalancer.Factory<ServiceInstance> factory) {
		return new StickyCookie(factory);
	}

	static BalancedLoadBalancerClient balanced(InstanceChooser chooser,
			ReactiveLoadBalancer.Factory<ServiceInstance> factory, Environment environment,
			ObjectProvider<CallObserver> observer) {
		boolean once = environment.getProperty(LoadBalancerProperties.SPRING_CLOUD_RETRY, Boolean.class, false);
		if (once) {
			logger.info(LoadBalancerProperties.SPRING_CLOUD_RETRY + " is true: retries are left to Spring Cloud, "
					+ "and a call is one attempt");
		}
		return new BalancedLoadBalancerClient(chooser, factory, once, observer.getIfUnique(() -> CallObserver.NONE));
	}

}
