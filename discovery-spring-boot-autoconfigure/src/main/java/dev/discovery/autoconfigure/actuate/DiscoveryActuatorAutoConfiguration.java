package dev.discovery.autoconfigure.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.discovery.actuate.DiscoveryEndpoint;
import dev.discovery.actuate.DiscoveryEndpointWebExtension;
import dev.discovery.actuate.DiscoveryEventsEndpoint;
import dev.discovery.actuate.DiscoveryOverheadEndpoint;
import dev.discovery.actuate.OwnRegistration;
import dev.discovery.actuate.RegistryDescriptions;
import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.registration.RegistrationAutoConfiguration;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.composite.CompositeRegistrar;
import dev.discovery.balancing.Balancer;
import dev.discovery.cloud.registry.DiscoveryRegistration;
import dev.discovery.cloud.registry.LeaseServiceRegistry;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.observe.EventLog;
import dev.discovery.observe.Overhead;
import dev.discovery.time.Ticker;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * The actuator endpoints, where actuator is.
 */
@AutoConfiguration(after = { DiscoveryAutoConfiguration.class, RegistrationAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(ServiceDirectory.class)
@EnableConfigurationProperties(ActuatorProperties.class)
public final class DiscoveryActuatorAutoConfiguration {

	/** Only for the endpoint, which shows it. */
	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(endpoint = DiscoveryEndpoint.class)
	@ConditionalOnBean({ LeaseServiceRegistry.class, DiscoveryRegistration.class })
	OwnRegistration discoveryOwnRegistration(DiscoveryRegistration registration, LeaseServiceRegistry registry,
			ObjectProvider<CompositeRegistrar> composite) {
		return () -> {
			Map<String, Object> description = new LinkedHashMap<>();
			if (registry.isRegistered(registration)) {
				description.put("service", registration.getServiceId());
				description.put("instance", registration.getInstanceId());
				description.put("uri", registration.getUri().toString());
				Map<String, String> status = registry.getStatus(registration);
				description.putAll(status);
				composite.ifAvailable(
						(registrar) -> description.put("registries", registrar.statesOf(registration.getInstanceId())));
			}
			return description;
		};
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	DiscoveryEndpoint discoveryEndpoint(ServiceDirectory directory, Balancer balancer,
			ObjectProvider<OwnRegistration> registration, ActuatorProperties properties, Ticker ticker, EventLog events,
			ObjectProvider<ServiceBackend> backend) {
		return new DiscoveryEndpoint(directory, balancer, registration.getIfAvailable(() -> Map::of),
				properties.getShowMetadata(), ticker, events, RegistryDescriptions.of(backend.getIfUnique()));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(DiscoveryEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	DiscoveryEndpointWebExtension discoveryEndpointWebExtension(DiscoveryEndpoint endpoint) {
		return new DiscoveryEndpointWebExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	DiscoveryEventsEndpoint discoveryEventsEndpoint(EventLog events) {
		return new DiscoveryEventsEndpoint(events);
	}

	/** Only for the endpoint: it counts every lookup. */
	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(endpoint = DiscoveryOverheadEndpoint.class)
	Overhead discoveryOverhead(Ticker ticker) {
		return new Overhead(ticker);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	DiscoveryOverheadEndpoint discoveryOverheadEndpoint(ServiceDirectory directory, Overhead overhead) {
		return new DiscoveryOverheadEndpoint(directory, overhead);
	}

}
