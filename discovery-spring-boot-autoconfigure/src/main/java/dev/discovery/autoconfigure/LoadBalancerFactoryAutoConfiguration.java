package dev.discovery.autoconfigure;

import java.util.List;

import dev.discovery.balancing.Balancer;
import dev.discovery.cloud.loadbalancer.BalancedLoadBalancerClientFactory;
import dev.discovery.cloud.loadbalancer.BalancedLoadBalancerFactory;
import dev.discovery.cloud.loadbalancer.InstanceChooser;
import dev.discovery.cloud.loadbalancer.OpenCallsWebFilter;
import dev.discovery.cloud.loadbalancer.SpringCloudPreferences;
import dev.discovery.cloud.loadbalancer.StatsLifecycle;
import dev.discovery.time.Scheduler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalancerAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClientsProperties;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerBeanPostProcessorAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerClientAutoConfiguration;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClientSpecification;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.accept.ApiVersionParser;
import org.springframework.web.accept.SemanticApiVersionParser;
import org.springframework.web.server.WebFilter;

/**
 * The one factory of load balancers: a light one of our own, or Spring Cloud
 * LoadBalancer's with the balancer inside where that is on the class path.
 */
@AutoConfiguration(after = DiscoveryAutoConfiguration.class,
		before = { CommonsClientAutoConfiguration.class, LoadBalancerAutoConfiguration.class,
				ReactorLoadBalancerClientAutoConfiguration.class,
				LoadBalancerBeanPostProcessorAutoConfiguration.class },
		beforeName = { "org.springframework.cloud.loadbalancer.config.LoadBalancerAutoConfiguration",
				"org.springframework.cloud.loadbalancer.config.BlockingLoadBalancerClientAutoConfiguration" })
@ConditionalOnClass(ClientHttpResponse.class)
@ConditionalOnBean(Balancer.class)
@ConditionalOnProperty(name = "discovery.load-balancer.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "spring.cloud.loadbalancer.enabled", matchIfMissing = true)
@EnableConfigurationProperties(LoadBalancerClientsProperties.class)
public final class LoadBalancerFactoryAutoConfiguration {

	private static final Log logger = LogFactory.getLog(LoadBalancerFactoryAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	InstanceChooser discoveryInstanceChooser(Balancer balancer, Scheduler scheduler) {
		return new InstanceChooser(balancer, scheduler);
	}

	@Bean
	@ConditionalOnMissingBean
	SpringCloudPreferences discoverySpringCloudPreferences(LoadBalancerClientsProperties properties,
			ObjectProvider<ApiVersionParser<?>> parser) {
		return new SpringCloudPreferences(properties, parser.getIfUnique(SemanticApiVersionParser::new));
	}

	@Bean
	@ConditionalOnMissingBean
	StatsLifecycle discoveryStatsLifecycle(InstanceChooser chooser, Scheduler scheduler) {
		return new StatsLifecycle(chooser, scheduler);
	}

	/**
	 * In a Gateway, whose exchanges may be cancelled.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(value = WebFilter.class,
			name = "org.springframework.cloud.gateway.filter.ReactiveLoadBalancerClientFilter")
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class GatewayConfiguration {

		@Bean
		OpenCallsWebFilter discoveryOpenCallsWebFilter() {
			return new OpenCallsWebFilter();
		}

	}

	/**
	 * In a Gateway that has not been told what it lacks: it would answer 503 and log
	 * nothing.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.cloud.gateway.filter.ReactiveLoadBalancerClientFilter")
	@ConditionalOnMissingClass("org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory")
	static class IncompleteGatewayConfiguration {

		@Bean
		InitializingBean discoveryIncompleteGateway() {
			return () -> logger
				.warn("Spring Cloud Gateway can't use lb:// without Spring Cloud LoadBalancer and answers"
						+ " each such request with 503. Add org.springframework.cloud:spring-cloud-loadbalancer;"
						+ " instances are chosen by discovery all the same");
		}

	}

	/**
	 * Without Spring Cloud LoadBalancer.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory")
	static class LightConfiguration {

		@Bean
		@ConditionalOnMissingBean(ReactiveLoadBalancer.Factory.class)
		BalancedLoadBalancerFactory discoveryLoadBalancerFactory(InstanceChooser chooser,
				LoadBalancerClientsProperties properties, ApplicationContext context) {
			return new BalancedLoadBalancerFactory(chooser, properties, context);
		}

	}

	/**
	 * With Spring Cloud LoadBalancer.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LoadBalancerClientFactory.class)
	static class SpringCloudConfiguration {

		/**
		 * Declared as Spring Cloud's own type: an ahead-of-time build knows it by that.
		 */
		@Bean
		@ConditionalOnMissingBean(ReactiveLoadBalancer.Factory.class)
		LoadBalancerClientFactory discoveryLoadBalancerClientFactory(ObjectProvider<InstanceChooser> chooser,
				LoadBalancerClientsProperties properties,
				ObjectProvider<LoadBalancerClientSpecification> specifications) {
			BalancedLoadBalancerClientFactory factory = new BalancedLoadBalancerClientFactory(
					SingletonSupplier.of(chooser::getObject), properties);
			factory.setConfigurations(List.copyOf(specifications.orderedStream().toList()));
			return factory;
		}

	}

}
