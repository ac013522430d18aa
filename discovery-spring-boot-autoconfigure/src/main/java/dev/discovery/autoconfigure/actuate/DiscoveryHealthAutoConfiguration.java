package dev.discovery.autoconfigure.actuate;

import dev.discovery.actuate.DiscoveryHealthIndicator;
import dev.discovery.actuate.RegistryDescriptions;
import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.directory.ServiceDirectory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * The health, where Spring Boot asks for it.
 */
@AutoConfiguration(after = DiscoveryAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(ServiceDirectory.class)
@EnableConfigurationProperties(ActuatorProperties.class)
public final class DiscoveryHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnEnabledHealthIndicator("discovery")
	DiscoveryHealthIndicator discoveryHealthIndicator(ServiceDirectory directory, ActuatorProperties properties,
			ObjectProvider<ServiceBackend> backend) {
		return new DiscoveryHealthIndicator(directory, properties.toDegradedAfter(),
				RegistryDescriptions.of(backend.getIfUnique()));
	}

}
