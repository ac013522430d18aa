package dev.discovery.autoconfigure.consul;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.discovery.autoconfigure.backend.BackendFactory;
import dev.discovery.autoconfigure.backend.ConditionalOnDiscovery;
import dev.discovery.autoconfigure.backend.OpenedRegistry;
import dev.discovery.autoconfigure.backend.RegistryContext;
import dev.discovery.autoconfigure.properties.SslContextSource;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.consul.ConsulBackend;
import dev.discovery.backend.consul.ConsulRegistrar;
import dev.discovery.backend.consul.ConsulSettings;
import dev.discovery.backend.http.Credentials;
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
 * Consul as the registry. It isn't asked before somebody asks us, so it may be down when
 * the application starts.
 */
@AutoConfiguration
@ConditionalOnDiscovery(backend = ConsulBackendAutoConfiguration.NAME)
@ConditionalOnMissingBean(ServiceBackend.class)
@EnableConfigurationProperties(ConsulProperties.class)
public final class ConsulBackendAutoConfiguration {

	static final String NAME = "consul";

	private static final String TOKEN_HEADER = "X-Consul-Token";

	@Bean
	@ConditionalOnMissingBean(ConsulConnectionDetails.class)
	PropertiesConsulConnectionDetails consulConnectionDetails(ConsulProperties properties, Environment environment,
			ObjectProvider<SslBundles> bundles) {
		SpringCloudConsul.warn(environment);
		return new PropertiesConsulConnectionDetails(properties, environment, bundles.getIfAvailable());
	}

	@Bean
	ConsulSettings consulSettings(ConsulConnectionDetails details, ConsulProperties properties) {
		return new ConsulSettings(details.getUrls(), properties.toTenancy(), properties.toReading(),
				properties.getRegistration().toRegistration());
	}

	@Bean
	BackendRuntime consulRuntime(Ticker ticker, Scheduler scheduler, Randomness randomness, DiscoveryObserver observer,
			Trust trust) {
		return new BackendRuntime(NAME, ticker, scheduler, randomness, observer, trust);
	}

	@Bean
	RegistryHttpClient consulHttpClient(BackendRuntime consulRuntime, ConsulProperties properties,
			ConsulConnectionDetails details, ObjectProvider<SslBundles> bundles) {
		return new RegistryHttpClient(consulRuntime, properties.toHttpSettings(),
				new SslContextSource(details.getSslBundle(), bundles.getIfAvailable()), credentials(details));
	}

	private static Credentials credentials(ConsulConnectionDetails details) {
		return (uri) -> {
			String token = details.getToken();
			return (token != null) ? Map.of(TOKEN_HEADER, token) : Map.of();
		};
	}

	@Bean
	ConsulBackend consulBackend(BackendRuntime consulRuntime, RegistryHttpClient consulHttpClient,
			ConsulSettings settings) {
		return new ConsulBackend(consulRuntime, consulHttpClient, settings);
	}

	@Bean
	@ConditionalOnMissingBean(ServiceRegistrar.class)
	ConsulRegistrar consulRegistrar(BackendRuntime consulRuntime, RegistryHttpClient consulHttpClient,
			ConsulSettings settings) {
		return new ConsulRegistrar(consulRuntime, consulHttpClient, settings);
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
			ConsulProperties properties = context.bind("discovery.consul", new ConsulProperties(),
					List.of(Set.of("url", "urls"), Set.of("token", "token-file"), Set.of("datacenter", "datacenters")));
			ConsulBackendAutoConfiguration wiring = new ConsulBackendAutoConfiguration();
			ObjectProvider<SslBundles> bundles = context.beans(SslBundles.class);
			ConsulConnectionDetails details = wiring.consulConnectionDetails(properties, context.environment(),
					bundles);
			ConsulSettings settings = wiring.consulSettings(details, properties);
			RegistryHttpClient http = wiring.consulHttpClient(context.runtime(), properties, details, bundles);
			return new OpenedRegistry(wiring.consulBackend(context.runtime(), http, settings),
					wiring.consulRegistrar(context.runtime(), http, settings), List.of(http));
		}

	}

}
