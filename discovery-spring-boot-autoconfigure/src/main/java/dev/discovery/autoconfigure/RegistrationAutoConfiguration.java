package dev.discovery.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.discovery.actuate.OwnRegistration;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.cloud.registry.AutoRegistration;
import dev.discovery.cloud.registry.DiscoveryRegistration;
import dev.discovery.cloud.registry.HostSelector;
import dev.discovery.cloud.registry.LeaseServiceRegistry;
import dev.discovery.cloud.registry.RegistrationSettings;
import dev.discovery.time.Scheduler;
import dev.discovery.time.WallClock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * This application's own registration, where the backend has a registrar.
 */
@AutoConfiguration(after = DiscoveryAutoConfiguration.class,
		before = { ServiceRegistryAutoConfiguration.class, AutoServiceRegistrationAutoConfiguration.class })
@ConditionalOnBean(ServiceRegistrar.class)
@ConditionalOnProperty(name = "discovery.registration.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "spring.cloud.service-registry.auto-registration.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RegistrationProperties.class)
public final class RegistrationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LeaseServiceRegistry leaseServiceRegistry(ServiceRegistrar registrar) {
		return new LeaseServiceRegistry(registrar);
	}

	@Bean
	@ConditionalOnMissingBean(Registration.class)
	DiscoveryRegistration discoveryRegistration(RegistrationProperties properties, Environment environment,
			ObjectProvider<InetUtils> inetUtils, ServiceRegistrar registrar) {
		RegistrationSettings settings = properties.toSettings(environment.getProperty("spring.application.name"),
				environment.getProperty("spring.application.version"), environment.getProperty("server.ssl.enabled",
						Boolean.class, isSet(environment, "server.ssl") && !isSet(environment, "server.ssl.enabled")));
		Supplier<String> configured = isSet(environment, "spring.cloud.inetutils")
				? () -> inetUtils.getObject().findFirstNonLoopbackHostInfo().getIpAddress() : null;
		HostSelector selector = new HostSelector(properties.host(), environment.getProperty("server.address"),
				configured, registrar.address());
		return new DiscoveryRegistration(settings, selector::select);
	}

	private static boolean isSet(Environment environment, String prefix) {
		return Binder.get(environment).bind(prefix, Bindable.mapOf(String.class, Object.class)).isBound();
	}

	@Bean
	@ConditionalOnMissingBean
	AutoRegistration autoRegistration(ApplicationContext context, LeaseServiceRegistry registry,
			DiscoveryRegistration registration, Environment environment, ServiceRegistrar registrar,
			Scheduler scheduler, ObjectProvider<RegistrationLifecycle<Registration>> lifecycles,
			DiscoveryProperties properties) {
		Duration configured = registration.settings().drain();
		return new AutoRegistration(context, registry, registration,
				new EnvironmentServerPorts(environment, WallClock.system()),
				(configured != null) ? configured : registrar.propagation(), scheduler,
				lifecycles.orderedStream().toList(), properties.backend());
	}

	@Bean
	@ConditionalOnMissingBean
	OwnRegistration ownRegistration(DiscoveryRegistration registration, LeaseServiceRegistry registry) {
		return () -> {
			Map<String, Object> description = new LinkedHashMap<>();
			description.put("service", registration.getServiceId());
			if (registration.instance() != null) {
				description.put("instance", registration.getInstanceId());
				description.put("uri", registration.getUri().toString());
				description.put("state", registry.state(registration).name());
				description.put("hostChosenBecause", registration.hostChoice().reason());
			}
			return description;
		};
	}

}
