package dev.discovery.autoconfigure.loadbalancer;

import dev.discovery.cloud.loadbalancer.InstanceChooser;
import dev.discovery.cloud.loadbalancer.OpenCallsWebFilter;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/**
 * In a Spring Cloud Gateway.
 */
@AutoConfiguration(after = LoadBalancerFactoryAutoConfiguration.class)
@ConditionalOnClass(name = "org.springframework.cloud.gateway.filter.ReactiveLoadBalancerClientFilter")
@ConditionalOnBean(InstanceChooser.class)
public final class DiscoveryGatewayAutoConfiguration {

	private static final Log logger = LogFactory.getLog(DiscoveryGatewayAutoConfiguration.class);

	/** Exchanges may be cancelled. */
	@Bean
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	OpenCallsWebFilter discoveryOpenCallsWebFilter() {
		return new OpenCallsWebFilter();
	}

	/** It would answer 503 and log nothing. */
	@Bean
	@ConditionalOnMissingClass("org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory")
	InitializingBean discoveryIncompleteGateway() {
		return () -> logger.warn("Spring Cloud Gateway can't use lb:// without Spring Cloud LoadBalancer and answers"
				+ " each such request with 503. Add org.springframework.cloud:spring-cloud-loadbalancer;"
				+ " instances are chosen by discovery all the same");
	}

}
