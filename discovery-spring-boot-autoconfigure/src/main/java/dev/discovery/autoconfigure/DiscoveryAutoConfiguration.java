package dev.discovery.autoconfigure;

import dev.discovery.backend.ServiceBackend;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.PoolFactory;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.time.Randomness;
import dev.discovery.time.Scheduler;
import dev.discovery.time.ThreadScheduler;
import dev.discovery.time.Ticker;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.ConditionalOnDiscoveryEnabled;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The core: a directory over the chosen backend, and a balancer over the directory.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "discovery.enabled", matchIfMissing = true)
@ConditionalOnDiscoveryEnabled
@EnableConfigurationProperties({ DiscoveryProperties.class, CacheProperties.class, LoadBalancerProperties.class })
@Import(TrustConfiguration.class)
public final class DiscoveryAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Ticker discoveryTicker() {
		return Ticker.system();
	}

	@Bean
	@ConditionalOnMissingBean
	Scheduler discoveryScheduler() {
		return new ThreadScheduler("discovery");
	}

	@Bean
	@ConditionalOnMissingBean
	Randomness discoveryRandomness() {
		return Randomness.threadLocal();
	}

	@Bean
	@ConditionalOnMissingBean
	DiscoveryObserver discoveryObserver() {
		return DiscoveryObserver.NONE;
	}

	@Bean
	@ConditionalOnMissingBean
	ServiceDirectory serviceDirectory(ObjectProvider<ServiceBackend> backends, DiscoveryProperties properties,
			CacheProperties cache, Ticker ticker, Scheduler scheduler, DiscoveryObserver observer,
			ApplicationContext context) {
		ServiceBackend backend = backends.getIfAvailable(() -> {
			ClassLoader classLoader = context.getClassLoader();
			throw Backends.load(classLoader).whyMissing(properties.getBackend(), classLoader);
		});
		ServiceDirectory directory = new ServiceDirectory(backend, cache.toSettings(backend.recovery()), ticker,
				scheduler, observer);
		directory.prewarm(cache.getPrewarm());
		return directory;
	}

	@Bean
	@ConditionalOnMissingBean
	Balancer balancer(ServiceDirectory directory, LoadBalancerProperties properties, ObjectProvider<Policy> policies,
			Randomness randomness, Ticker ticker, DiscoveryObserver observer) {
		PoolFactory pools = new PoolFactory(new PolicyNames(policies.orderedStream()).select(properties));
		return new Balancer(directory, pools, randomness, ticker, observer);
	}

}
