package dev.discovery.autoconfigure.registration;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.discovery.autoconfigure.DiscoveryProperties;
import dev.discovery.autoconfigure.backend.ConditionalOnDiscovery;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.cloud.registry.AutoRegistration;
import dev.discovery.cloud.registry.DiscoveryRegistration;
import dev.discovery.cloud.registry.HostSelection;
import dev.discovery.cloud.registry.HostSource;
import dev.discovery.cloud.registry.LeaseServiceRegistry;
import dev.discovery.cloud.registry.MetadataContributor;
import dev.discovery.cloud.registry.RegistrationSettings;
import dev.discovery.time.Scheduler;
import dev.discovery.time.WallClock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.info.BuildProperties;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * Registers this application, where there is a registry to register with. The beans are
 * there for applications that only look others up too: they may be injected, and Spring
 * Cloud's health indicator waits for their event.
 */
@AutoConfiguration(
		afterName = { "dev.discovery.autoconfigure.DiscoveryAutoConfiguration",
				"org.springframework.cloud.commons.util.UtilAutoConfiguration" },
		beforeName = { "org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration",
				"org.springframework.cloud.client.serviceregistry.AutoServiceRegistrationAutoConfiguration" })
@ConditionalOnDiscovery
@ConditionalOnBean(ServiceRegistrar.class)
@EnableConfigurationProperties({ DiscoveryProperties.class, RegistrationProperties.class })
public final class RegistrationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RegistrationSettings discoveryRegistrationSettings(RegistrationProperties properties, ApplicationContext context,
			ObjectProvider<BuildProperties> build) {
		BuildProperties known = build.getIfAvailable();
		String version = (known != null) ? known.getVersion() : null;
		RegistrationSettings settings = new RegistrationCheck(properties, context.getEnvironment(), version).settings();
		ServerPort.requireName(settings, context);
		return settings;
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean(ServiceRegistry.class)
	LeaseServiceRegistry leaseServiceRegistry(ServiceRegistrar registrar) {
		return new LeaseServiceRegistry(registrar);
	}

	@Bean
	@ConditionalOnMissingBean(Registration.class)
	DiscoveryRegistration discoveryRegistration(RegistrationSettings settings, ObjectProvider<InstantSource> clock) {
		return new DiscoveryRegistration(settings, clock.getIfUnique(WallClock::system));
	}

	@Bean
	@ConditionalOnMissingBean
	HostSelection discoveryHostSelection(RegistrationSettings settings, Environment environment,
			ObjectProvider<InetUtils> inetUtils, ServiceRegistrar registrar, ObjectProvider<HostSource> ofBackend) {
		Stream<HostSource> configured = Stream.of(HostSource.configured(settings.host(), "discovery.registration.host"),
				ConfiguredHosts.boundAddress(environment), ConfiguredHosts.inetUtils(environment, inetUtils));
		Stream<HostSource> found = Stream.of(HostSource.routeTo(registrar::address), HostSource.bestAddress());
		return new HostSelection(
				Stream.of(configured, ofBackend.orderedStream(), found).flatMap(Function.identity()).toList());
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@ConditionalOnBean({ LeaseServiceRegistry.class, DiscoveryRegistration.class })
	@Conditional(OnOwnServerCondition.class)
	AutoRegistration discoveryAutoRegistration(RegistrationSettings settings, DiscoveryRegistration registration,
			LeaseServiceRegistry registry, ServiceRegistrar registrar, Scheduler scheduler, HostSelection host,
			ApplicationContext context, ObjectProvider<MetadataContributor> contributors,
			ObjectProvider<RegistrationLifecycle<?>> lifecycles, DiscoveryProperties properties) {
		Duration phaseTimeout = Binder.get(context.getEnvironment())
			.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
			.orElse(Duration.ofSeconds(30));
		return new AutoRegistration(settings, registration, registry, registrar, scheduler,
				new AutoRegistration.Surroundings(context, ServerPort.of(context), host,
						() -> contributors.orderedStream().toList(), () -> lifecycles.orderedStream().toList(),
						phaseTimeout, properties.toName()));
	}

}
