package dev.discovery.autoconfigure.memory;

import java.util.List;

import dev.discovery.autoconfigure.backend.BackendFactory;
import dev.discovery.autoconfigure.backend.ConditionalOnDiscovery;
import dev.discovery.autoconfigure.backend.OpenedRegistry;
import dev.discovery.autoconfigure.backend.RegistryContext;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.memory.InMemoryBackend;
import dev.discovery.backend.memory.InMemoryRegistrar;
import dev.discovery.backend.memory.InMemorySettings;
import dev.discovery.cloud.registry.HostSource;
import dev.discovery.cloud.registry.SelectedHost;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.time.Randomness;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import dev.discovery.trust.Trust;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * The registry inside the JVM: the default backend.
 */
@AutoConfiguration
@ConditionalOnDiscovery(backend = InMemoryBackendAutoConfiguration.NAME)
@ConditionalOnMissingBean(ServiceBackend.class)
@EnableConfigurationProperties(InMemoryProperties.class)
public final class InMemoryBackendAutoConfiguration {

	static final String NAME = ConditionalOnDiscovery.DEFAULT_BACKEND;

	@Bean
	InMemorySettings inMemorySettings(InMemoryProperties properties) {
		return properties.toSettings();
	}

	@Bean
	InMemoryBackend inMemoryBackend(InMemorySettings settings, Ticker ticker, Scheduler scheduler,
			Randomness randomness, DiscoveryObserver observer, Trust trust) {
		return new InMemoryBackend(new BackendRuntime(NAME, ticker, scheduler, randomness, observer, trust), settings);
	}

	@Bean
	@ConditionalOnMissingBean(ServiceRegistrar.class)
	InMemoryRegistrar inMemoryRegistrar(InMemorySettings settings, Ticker ticker, Scheduler scheduler,
			Randomness randomness, DiscoveryObserver observer, Trust trust) {
		return new InMemoryRegistrar(new BackendRuntime(NAME, ticker, scheduler, randomness, observer, trust),
				settings);
	}

	/** Over loopback it can always be reached, whatever networks come and go. */
	@Bean
	HostSource inMemoryHostSource() {
		return () -> new SelectedHost("127.0.0.1", "loopback, for whoever reads the in-memory registry is in this JVM");
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
			InMemorySettings settings = context.bind("discovery.in-memory", new InMemoryProperties(), List.of())
				.toSettings();
			InMemoryRegistrar registrar = new InMemoryRegistrar(context.runtime(), settings);
			return new OpenedRegistry(new InMemoryBackend(context.runtime(), settings), registrar, List.of(registrar));
		}

	}

}
