package dev.discovery.autoconfigure;

import dev.discovery.cloud.discovery.ChangeEvents;
import dev.discovery.cloud.discovery.ReactorThreads;
import dev.discovery.cloud.discovery.SnapshotDiscoveryClient;
import dev.discovery.cloud.discovery.SnapshotReactiveDiscoveryClient;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.time.ThreadScheduler;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ConditionalOnBlockingDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnReactiveDiscoveryEnabled;
import org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.reactive.SimpleReactiveDiscoveryClientAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Spring Cloud's discovery clients and events over the directory.
 */
@AutoConfiguration(after = DiscoveryAutoConfiguration.class,
		before = { CommonsClientAutoConfiguration.class, ReactiveCommonsClientAutoConfiguration.class,
				CompositeDiscoveryClientAutoConfiguration.class,
				ReactiveCompositeDiscoveryClientAutoConfiguration.class, SimpleDiscoveryClientAutoConfiguration.class,
				SimpleReactiveDiscoveryClientAutoConfiguration.class })
@ConditionalOnBean(ServiceDirectory.class)
public final class DiscoveryClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ChangeEvents discoveryChangeEvents(ServiceDirectory directory, ApplicationEventPublisher publisher) {
		return new ChangeEvents(directory, publisher, new ThreadScheduler("discovery-events"));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBlockingDiscoveryEnabled
	SnapshotDiscoveryClient snapshotDiscoveryClient(ServiceDirectory directory) {
		return new SnapshotDiscoveryClient(directory);
	}

	/**
	 * Where Reactor is.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Flux.class)
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnReactiveDiscoveryEnabled
		SnapshotReactiveDiscoveryClient snapshotReactiveDiscoveryClient(ServiceDirectory directory) {
			return new SnapshotReactiveDiscoveryClient(directory);
		}

		@Bean
		InitializingBean discoveryNeverBlocksReactor(ServiceDirectory directory) {
			return () -> directory.waitOnlyIf(ReactorThreads::mayBlock);
		}

	}

}
