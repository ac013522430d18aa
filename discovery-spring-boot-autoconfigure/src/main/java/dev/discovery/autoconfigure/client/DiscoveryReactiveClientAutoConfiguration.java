package dev.discovery.autoconfigure.client;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.cloud.discovery.ReactorThreads;
import dev.discovery.cloud.discovery.SnapshotReactiveDiscoveryClient;
import dev.discovery.directory.ServiceDirectory;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.reactive.SimpleReactiveDiscoveryClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Spring Cloud's reactive discovery client over the directory, where Reactor and, as
 * Spring Cloud has it for its own, WebClient are.
 */
@AutoConfiguration(after = DiscoveryAutoConfiguration.class, before = { ReactiveCommonsClientAutoConfiguration.class,
		ReactiveCompositeDiscoveryClientAutoConfiguration.class, SimpleReactiveDiscoveryClientAutoConfiguration.class })
@ConditionalOnClass({ Flux.class, Schedulers.class })
@ConditionalOnBean(ServiceDirectory.class)
public final class DiscoveryReactiveClientAutoConfiguration {

	private static final String GATEWAY_LOCATOR = "spring.cloud.gateway.server.webflux.discovery.locator.enabled";

	@Bean
	@ConditionalOnClass(name = "org.springframework.web.reactive.function.client.WebClient")
	@ConditionalOnProperty(name = "spring.cloud.discovery.reactive.enabled", matchIfMissing = true)
	@ConditionalOnMissingBean
	SnapshotReactiveDiscoveryClient snapshotReactiveDiscoveryClient(ServiceDirectory directory,
			Environment environment) {
		return new SnapshotReactiveDiscoveryClient(directory,
				environment.getProperty(GATEWAY_LOCATOR, Boolean.class, false));
	}

	/**
	 * Keeps the blocking client from blocking an event loop.
	 */
	@Bean
	@Lazy(false)
	InitializingBean discoveryNeverBlocksReactor(ServiceDirectory directory) {
		return () -> directory.waitOnlyIf(ReactorThreads::mayBlock);
	}

}
