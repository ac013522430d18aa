package dev.discovery.autoconfigure;

import dev.discovery.cloud.discovery.ChangeEvents;
import dev.discovery.cloud.discovery.ReactorThreads;
import dev.discovery.cloud.discovery.SnapshotDiscoveryClient;
import dev.discovery.cloud.discovery.SnapshotReactiveDiscoveryClient;
import dev.discovery.cloud.registry.ConsumerOnly;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.observe.EventLog;
import dev.discovery.time.ThreadScheduler;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
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
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Spring Cloud's discovery clients and events over the directory.
 */
@AutoConfiguration(after = { DiscoveryAutoConfiguration.class, RegistrationAutoConfiguration.class },
		before = { CommonsClientAutoConfiguration.class, ReactiveCommonsClientAutoConfiguration.class,
				CompositeDiscoveryClientAutoConfiguration.class,
				ReactiveCompositeDiscoveryClientAutoConfiguration.class, SimpleDiscoveryClientAutoConfiguration.class,
				SimpleReactiveDiscoveryClientAutoConfiguration.class })
@ConditionalOnBean(ServiceDirectory.class)
public final class DiscoveryClientAutoConfiguration {

	// these two are wanted by nobody and yet by all, also where beans are made lazily
	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean
	ChangeEvents discoveryChangeEvents(ServiceDirectory directory, ApplicationEventPublisher publisher) {
		return new ChangeEvents(directory, publisher, new ThreadScheduler("discovery-events"));
	}

	/**
	 * Begins when all listeners are there, and then with the first event.
	 */
	@Bean
	@Lazy(false)
	@ConditionalOnBean(EventLog.class)
	SmartInitializingSingleton discoveryEventsAsSpringEvents(EventLog log, ChangeEvents changeEvents) {
		return () -> {
			Runnable more = changeEvents.publishing(log.reader());
			log.listen(more);
			more.run();
		};
	}

	@Bean
	@ConditionalOnMissingBean(AutoServiceRegistration.class)
	ConsumerOnly discoveryConsumerOnly(ApplicationEventPublisher publisher) {
		return new ConsumerOnly(publisher);
	}

	/**
	 * The blocking client.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBlockingDiscoveryEnabled
	static class BlockingConfiguration {

		@Bean
		@ConditionalOnMissingBean
		SnapshotDiscoveryClient snapshotDiscoveryClient(ServiceDirectory directory) {
			return new SnapshotDiscoveryClient(directory);
		}

	}

	/**
	 * The reactive client, where Reactor is.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Flux.class)
	@ConditionalOnReactiveDiscoveryEnabled
	static class ReactiveConfiguration {

		private static final String GATEWAY_LOCATOR = "spring.cloud.gateway.server.webflux.discovery.locator.enabled";

		@Bean
		@ConditionalOnMissingBean
		SnapshotReactiveDiscoveryClient snapshotReactiveDiscoveryClient(ServiceDirectory directory,
				Environment environment) {
			return new SnapshotReactiveDiscoveryClient(directory,
					environment.getProperty(GATEWAY_LOCATOR, Boolean.class, false));
		}

	}

	/**
	 * Keeps the blocking client from blocking an event loop.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Schedulers.class)
	static class ReactorConfiguration {

		@Bean
		@Lazy(false)
		InitializingBean discoveryNeverBlocksReactor(ServiceDirectory directory) {
			return () -> directory.waitOnlyIf(ReactorThreads::mayBlock);
		}

	}

}
