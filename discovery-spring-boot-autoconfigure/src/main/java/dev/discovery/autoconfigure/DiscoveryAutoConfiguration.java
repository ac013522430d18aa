package dev.discovery.autoconfigure;

import java.time.InstantSource;
import java.util.List;

import dev.discovery.autoconfigure.backend.ConditionalOnDiscovery;
import dev.discovery.autoconfigure.balancing.ConfiguredBalancing;
import dev.discovery.autoconfigure.balancing.LoadBalancerProperties;
import dev.discovery.autoconfigure.balancing.PolicyNames;
import dev.discovery.autoconfigure.cache.CacheProperties;
import dev.discovery.autoconfigure.cache.SnapshotStores;
import dev.discovery.autoconfigure.locality.LocalityProperties;
import dev.discovery.autoconfigure.route.RoutingSource;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.BalancingRuntime;
import dev.discovery.balancing.Routing;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.route.RoutingRules;
import dev.discovery.cloud.loadbalancer.SpringCloudPreferences;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.SnapshotStore;
import dev.discovery.fitness.probe.ActiveProber;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.observe.EventLog;
import dev.discovery.time.Randomness;
import dev.discovery.time.Scheduler;
import dev.discovery.time.ThreadScheduler;
import dev.discovery.time.Ticker;
import dev.discovery.time.WallClock;
import dev.discovery.trust.Trust;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * The core: a directory over the chosen backend, and a balancer over the directory. The
 * backends are named by text: those that aren't chosen needn't be loaded.
 */
@AutoConfiguration(afterName = { "dev.discovery.autoconfigure.consul.ConsulBackendAutoConfiguration",
		"dev.discovery.autoconfigure.dns.DnsBackendAutoConfiguration",
		"dev.discovery.autoconfigure.eureka.EurekaBackendAutoConfiguration",
		"dev.discovery.autoconfigure.gossip.GossipBackendAutoConfiguration",
		"dev.discovery.autoconfigure.kubernetes.KubernetesBackendAutoConfiguration",
		"dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration" })
@ConditionalOnDiscovery
@EnableConfigurationProperties({ DiscoveryProperties.class, CacheProperties.class, LoadBalancerProperties.class,
		LocalityProperties.class, EventProperties.class })
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
	EventLog discoveryEventLog(EventProperties properties, ObjectProvider<InstantSource> clock, Ticker ticker) {
		return new EventLog(properties.toCapacity(), clock.getIfUnique(WallClock::system), ticker);
	}

	/** The one that everybody tells: meters, the event log and the application's own. */
	@Bean
	@Primary
	@ConditionalOnMissingBean(name = "discoveryObservers")
	DiscoveryObserver discoveryObservers(List<DiscoveryObserver> observers) {
		return DiscoveryObserver.all(observers);
	}

	/** Nothing where the registry is never out of reach, or a copy isn't wanted. */
	@Bean
	@ConditionalOnMissingBean
	SnapshotStore discoverySnapshotStore(ObjectProvider<ServiceBackend> backends, CacheProperties cache, Ticker ticker,
			Scheduler scheduler, ObjectProvider<InstantSource> clock, Environment environment, Trust trust) {
		ServiceBackend backend = backends.getIfAvailable();
		return (backend != null) ? new SnapshotStores(cache, environment, clock, ticker, scheduler, trust)
			.open(backend.name(), backend.origin()) : SnapshotStore.NONE;
	}

	/** Needed even where nothing else is, until somebody asks. */
	@Bean
	@Lazy(false)
	Standstill discoveryStandstill(ObjectProvider<RegistryHttpClient> clients, ObjectProvider<Registries> registries,
			ObjectProvider<ActiveProber> probers, ApplicationContext context) {
		return new Standstill(clients, registries, probers, context);
	}

	@Bean
	@ConditionalOnMissingBean
	ServiceDirectory discoveryDirectory(ObjectProvider<ServiceBackend> backends, DiscoveryProperties properties,
			CacheProperties cache, ObjectProvider<DirectorySettings> settings, Ticker ticker, Scheduler scheduler,
			DiscoveryObserver observer, SnapshotStore store, Standstill standstill, ApplicationContext context) {
		ServiceBackend backend = backends.getIfAvailable(() -> {
			ClassLoader classLoader = context.getClassLoader();
			throw Backends.load(classLoader).whyMissing(properties.getBackend(), classLoader);
		});
		ServiceDirectory directory = new ServiceDirectory(standstill.over(backend),
				settings.getIfAvailable(() -> cache.toSettings(backend.recovery())), ticker, scheduler, observer,
				store);
		directory.prewarm(cache.getPrewarm());
		return directory;
	}

	@Bean
	RoutingSource discoveryRoutingSource(Environment environment, ObjectProvider<Routing> own,
			ObjectProvider<Policy> policies, ObjectProvider<RoutingRules> rules,
			ObjectProvider<SpringCloudPreferences> preferences) {
		return new RoutingSource(environment, own, policies, rules, preferences);
	}

	@Bean
	@ConditionalOnMissingBean
	Balancer discoveryBalancer(ServiceDirectory directory, LoadBalancerProperties properties,
			LocalityProperties locality, Environment environment, ObjectProvider<Policy> policies,
			Randomness randomness, Ticker ticker, Scheduler scheduler, DiscoveryObserver observer,
			ObjectProvider<ActiveProber> prober, ObjectProvider<Registration> registration, RoutingSource routing) {
		OwnIdentity identity = new OwnIdentity(registration, Integer.toHexString(randomness.below(Integer.MAX_VALUE)));
		Balancer balancer = new Balancer(directory,
				new ConfiguredBalancing(properties, locality.toNearness(environment),
						new PolicyNames(policies.orderedStream()), environment),
				new BalancingRuntime(ticker, scheduler, randomness, observer, prober.getIfAvailable(), identity));
		balancer.route(routing.get());
		return balancer;
	}

}
