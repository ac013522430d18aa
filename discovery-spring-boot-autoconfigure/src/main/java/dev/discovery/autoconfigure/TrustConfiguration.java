package dev.discovery.autoconfigure;

import java.time.InstantSource;
import java.util.stream.Stream;

import dev.discovery.autoconfigure.dns.DnsBackendAutoConfiguration;
import dev.discovery.autoconfigure.kubernetes.KubernetesBackendAutoConfiguration;
import dev.discovery.autoconfigure.trust.SecurityProperties;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.time.Ticker;
import dev.discovery.time.WallClock;
import dev.discovery.trust.SignaturePolicy.Mode;
import dev.discovery.trust.Trust;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Whom this application believes.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
class TrustConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Trust discoveryTrust(SecurityProperties security, DiscoveryProperties properties,
			ObjectProvider<InstantSource> clock, Ticker ticker) {
		Mode mode = security.getSigning().getMode();
		if (mode != Mode.OFF && isAny(DnsBackendAutoConfiguration.NAME, properties)) {
			throw new InvalidDiscoveryPropertyException("discovery.security.signing.mode", mode.name(),
					"has no meaning with DNS, where records have no room for signatures",
					"Set it to off: who may change the zone is decided by whoever keeps it.");
		}
		if (mode != Mode.OFF && isAny(KubernetesBackendAutoConfiguration.NAME, properties)) {
			throw new InvalidDiscoveryPropertyException("discovery.security.signing.mode", mode.name(),
					"has no meaning with Kubernetes, where the cluster registers the pods and nobody can sign",
					"Set it to off: who may change endpoint slices is decided by the cluster's RBAC.");
		}
		return security.toTrust(clock.getIfUnique(WallClock::system), ticker);
	}

	private static boolean isAny(String backend, DiscoveryProperties properties) {
		return Stream
			.concat(Stream.of(properties.getBackend()),
					properties.getRegistries().values().stream().map(RegistryProperties::getBackend))
			.anyMatch(backend::equalsIgnoreCase);
	}

}
