package dev.discovery.autoconfigure.loadbalancer;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.balancing.Balancer;
import dev.discovery.cloud.loadbalancer.BalancedLoadBalancerFactory;
import dev.discovery.cloud.loadbalancer.InstanceChooser;
import dev.discovery.cloud.loadbalancer.SpringCloudPreferences;
import dev.discovery.cloud.loadbalancer.StatsLifecycle;
import dev.discovery.time.Scheduler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalancerAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClientsProperties;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerBeanPostProcessorAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.accept.ApiVersionParser;
import org.springframework.web.accept.SemanticApiVersionParser;

/**
 * What chooses for all clients, and the one factory of load balancers: a light one of our
 * own where Spring Cloud LoadBalancer isn't.
 *
 * @see SpringCloudLoadBalancerAutoConfiguration
 */
@AutoConfiguration(after = DiscoveryAutoConfiguration.class,
		before = { CommonsClientAutoConfiguration.class, LoadBalancerAutoConfiguration.class,
				ReactorLoadBalancerClientAutoConfiguration.class,
				LoadBalancerBeanPostProcessorAutoConfiguration.class })
@ConditionalOnClass(ClientHttpResponse.class)
@ConditionalOnBean(Balancer.class)
@ConditionalOnProperty(name = "discovery.load-balancer.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "spring.cloud.loadbalancer.enabled", matchIfMissing = true)
@EnableConfigurationProperties(LoadBalancerClientsProperties.class)
public final class LoadBalancerFactoryAutoConfiguration {

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

	@Bean
	@ConditionalOnMissingClass("org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory")
	@ConditionalOnMissingBean(ReactiveLoadBalancer.Factory.class)
	BalancedLoadBalancerFactory discoveryLoadBalancerFactory(InstanceChooser chooser,
			LoadBalancerClientsProperties properties, ApplicationContext context) {
		return new BalancedLoadBalancerFactory(chooser, properties, context);
	}

}
