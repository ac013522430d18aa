package dev.discovery.autoconfigure;

import dev.discovery.balancing.CallObserver;
import dev.discovery.observe.observation.BalancedCallObservationConvention;
import dev.discovery.observe.observation.ObservedCalls;
import dev.discovery.observe.observation.ObservedExchanges;
import dev.discovery.observe.observation.RegistryExchangeObservationConvention;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.ConditionalOnDiscoveryEnabled;
import org.springframework.context.annotation.Bean;

/**
 * Observations, where there is a registry for them.
 */
@AutoConfiguration(before = DiscoveryAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnProperty(name = "discovery.enabled", matchIfMissing = true)
@ConditionalOnDiscoveryEnabled
@EnableConfigurationProperties({ DiscoveryProperties.class, ObservationProperties.class })
public final class DiscoveryObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(CallObserver.class)
	ObservedCalls discoveryObservedCalls(ObservationRegistry registry, DiscoveryProperties properties,
			ObjectProvider<BalancedCallObservationConvention> convention) {
		return new ObservedCalls(registry, properties.toName(), convention.getIfUnique());
	}

	@Bean
	@ConditionalOnMissingBean
	ObservedExchanges discoveryObservedExchanges(ObservationRegistry registry, ObservationProperties properties,
			ObjectProvider<RegistryExchangeObservationConvention> convention) {
		return new ObservedExchanges(registry, properties.toOperations(), convention.getIfUnique());
	}

}
