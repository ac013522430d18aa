package dev.discovery.autoconfigure.dns;

import java.util.List;

import dev.discovery.autoconfigure.backend.BackendFactory;
import dev.discovery.autoconfigure.backend.ConditionalOnDiscovery;
import dev.discovery.autoconfigure.backend.OpenedRegistry;
import dev.discovery.autoconfigure.backend.RegistryContext;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.dns.DnsBackend;
import dev.discovery.backend.dns.DnsRegistrar;
import dev.discovery.backend.dns.DnsSettings;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.time.Randomness;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import dev.discovery.trust.Trust;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * DNS as the registry, where dnsjava is there. No nameserver is asked before somebody
 * asks us.
 */
@AutoConfiguration
@ConditionalOnClass(name = DnsBackendAutoConfiguration.LIBRARY)
@ConditionalOnDiscovery(backend = DnsBackendAutoConfiguration.NAME)
@ConditionalOnMissingBean(ServiceBackend.class)
@EnableConfigurationProperties(DnsProperties.class)
public final class DnsBackendAutoConfiguration {

	/**
	 * The name of the backend.
	 */
	public static final String NAME = "dns";

	static final String LIBRARY = "org.xbill.DNS.Message";

	@Bean
	DnsSettings dnsSettings(DnsProperties properties) {
		return properties.toSettings();
	}

	@Bean
	BackendRuntime dnsRuntime(Ticker ticker, Scheduler scheduler, Randomness randomness, DiscoveryObserver observer,
			Trust trust) {
		return new BackendRuntime(NAME, ticker, scheduler, randomness, observer, trust);
	}

	@Bean
	DnsBackend dnsBackend(BackendRuntime dnsRuntime, DnsSettings settings) {
		return new DnsBackend(dnsRuntime, settings);
	}

	@Bean
	@ConditionalOnMissingBean(ServiceRegistrar.class)
	DnsRegistrar dnsRegistrar(DnsSettings settings) {
		return new DnsRegistrar(settings.pace().min());
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
		public String requiredClass() {
			return LIBRARY;
		}

		@Override
		public String dependency() {
			return "dnsjava:dnsjava";
		}

		@Override
		public OpenedRegistry open(RegistryContext context) {
			DnsBackendAutoConfiguration wiring = new DnsBackendAutoConfiguration();
			DnsSettings settings = wiring.dnsSettings(context.bind("discovery.dns", new DnsProperties(), List.of()));
			return new OpenedRegistry(wiring.dnsBackend(context.runtime(), settings), wiring.dnsRegistrar(settings),
					List.of());
		}

	}

}
