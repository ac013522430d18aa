package dev.discovery.autoconfigure.client;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.registration.RegistrationAutoConfiguration;
import dev.discovery.cloud.discovery.ChangeEvents;
import dev.discovery.cloud.discovery.SnapshotDiscoveryClient;
import dev.discovery.cloud.registry.ConsumerOnly;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.observe.EventLog;
import dev.discovery.time.ThreadScheduler;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Spring Cloud's discovery client and events over the directory.
 */
@AutoConfiguration(after = { DiscoveryAutoConfiguration.class, RegistrationAutoConfiguration.class },
		before = { CommonsClientAutoConfiguration.class, CompositeDiscoveryClientAutoConfiguration.class,
				SimpleDiscoveryClientAutoConfiguration.class })
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
	 * Begins when all listeners are there, and then with the first event. In a hierarchy
	 * of contexts once: the log and the thread are those of the parent.
	 */
	@Bean
	@Lazy(false)
	@ConditionalOnBean(EventLog.class)
	@ConditionalOnMissingBean(name = "discoveryEventsAsSpringEvents")
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

	@Bean
	@ConditionalOnProperty(name = "spring.cloud.discovery.blocking.enabled", matchIfMissing = true)
	@ConditionalOnMissingBean
	SnapshotDiscoveryClient snapshotDiscoveryClient(ServiceDirectory directory) {
		return new SnapshotDiscoveryClient(directory);
	}

}
