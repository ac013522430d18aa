package dev.discovery.autoconfigure;

import java.util.List;

import dev.discovery.cloud.registry.LeaseServiceRegistry;
import dev.discovery.observe.MicrometerDiscoveryObserver;
import dev.discovery.observe.RegistrationMeter;
import dev.discovery.time.WallClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

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
 * Meters, where Micrometer is.
 */
@AutoConfiguration(before = DiscoveryAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnProperty(name = "discovery.enabled", matchIfMissing = true)
@ConditionalOnDiscoveryEnabled
@EnableConfigurationProperties(DiscoveryProperties.class)
public final class DiscoveryMetricsAutoConfiguration {

	@Bean
	MeterBinder discoveryRegistrationMeter(ObjectProvider<LeaseServiceRegistry> registry,
			DiscoveryProperties properties) {
		return new RegistrationMeter(properties.getBackend(), () -> {
			LeaseServiceRegistry available = registry.getIfAvailable();
			return (available != null) ? available.states() : List.of();
		});
	}

	@Bean
	@ConditionalOnMissingBean
	MicrometerDiscoveryObserver micrometerDiscoveryObserver(MeterRegistry registry, DiscoveryProperties properties) {
		return new MicrometerDiscoveryObserver(registry, WallClock.system(), properties.getBackend());
	}

}
