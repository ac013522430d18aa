package dev.discovery.autoconfigure.eureka;

import java.util.List;
import java.util.Set;

import dev.discovery.autoconfigure.backend.BackendFactory;
import dev.discovery.autoconfigure.backend.ConditionalOnDiscovery;
import dev.discovery.autoconfigure.backend.OpenedRegistry;
import dev.discovery.autoconfigure.backend.RegistryContext;
import dev.discovery.autoconfigure.properties.SslContextSource;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.eureka.EurekaBackend;
import dev.discovery.backend.eureka.EurekaRegistrar;
import dev.discovery.backend.eureka.EurekaServers;
import dev.discovery.backend.eureka.EurekaSettings;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.time.Randomness;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import dev.discovery.trust.Trust;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Eureka as the registry. It isn't asked before somebody asks us, so it may be down when
 * the application starts.
 */
@AutoConfiguration
@ConditionalOnDiscovery(backend = EurekaBackendAutoConfiguration.NAME)
@ConditionalOnMissingBean(ServiceBackend.class)
@EnableConfigurationProperties(EurekaProperties.class)
public final class EurekaBackendAutoConfiguration {

	/**
	 * The name of the backend.
	 */
	public static final String NAME = "eureka";

	@Bean
	@ConditionalOnMissingBean(EurekaConnectionDetails.class)
	PropertiesEurekaConnectionDetails eurekaConnectionDetails(EurekaProperties properties, Environment environment,
			ObjectProvider<SslBundles> bundles) {
		return new PropertiesEurekaConnectionDetails(properties, environment, bundles.getIfAvailable());
	}

	@Bean
	EurekaSettings eurekaSettings(EurekaConnectionDetails details, EurekaProperties properties) {
		return new EurekaSettings(details.getUrls().stream().map(EurekaCredentials::withoutUser).toList(),
				properties.toReading(), properties.getRegistration().toRegistration());
	}

	@Bean
	BackendRuntime eurekaRuntime(Ticker ticker, Scheduler scheduler, Randomness randomness, DiscoveryObserver observer,
			Trust trust) {
		return new BackendRuntime(NAME, ticker, scheduler, randomness, observer, trust);
	}

	@Bean
	RegistryHttpClient eurekaHttpClient(BackendRuntime eurekaRuntime, EurekaProperties properties,
			EurekaConnectionDetails details, ObjectProvider<SslBundles> bundles) {
		return new RegistryHttpClient(eurekaRuntime, properties.toHttpSettings(),
				new SslContextSource(details.getSslBundle(), bundles.getIfAvailable()), new EurekaCredentials(details));
	}

	@Bean
	EurekaServers eurekaServers(BackendRuntime eurekaRuntime, RegistryHttpClient eurekaHttpClient,
			EurekaSettings settings) {
		return new EurekaServers(eurekaRuntime, eurekaHttpClient, settings.urls());
	}

	@Bean
	EurekaBackend eurekaBackend(EurekaServers servers, EurekaSettings settings) {
		return new EurekaBackend(servers, settings.reading());
	}

	@Bean
	@ConditionalOnMissingBean(ServiceRegistrar.class)
	EurekaRegistrar eurekaRegistrar(EurekaServers servers, EurekaSettings settings) {
		return new EurekaRegistrar(servers, settings);
	}

	/**
	 * Makes the backend known by its name, and opens it as one of several.
	 */
	static final class Factory implements BackendFactory {

		@Override
		public String name() {
			return NAME;
		}

		@Override
		public OpenedRegistry open(RegistryContext context) {
			EurekaProperties properties = context.bind("discovery.eureka", new EurekaProperties(),
					List.of(Set.of("urls", "zones")));
			EurekaBackendAutoConfiguration wiring = new EurekaBackendAutoConfiguration();
			ObjectProvider<SslBundles> bundles = context.beans(SslBundles.class);
			EurekaConnectionDetails details = wiring.eurekaConnectionDetails(properties, context.environment(),
					bundles);
			EurekaSettings settings = wiring.eurekaSettings(details, properties);
			RegistryHttpClient http = wiring.eurekaHttpClient(context.runtime(), properties, details, bundles);
			EurekaServers servers = wiring.eurekaServers(context.runtime(), http, settings);
			return new OpenedRegistry(wiring.eurekaBackend(servers, settings),
					wiring.eurekaRegistrar(servers, settings), List.of(http));
		}

	}

}
