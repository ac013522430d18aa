package dev.discovery.autoconfigure;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.discovery.autoconfigure.backend.ConditionalOnDiscovery;
import dev.discovery.autoconfigure.backend.FailFast;
import dev.discovery.autoconfigure.backend.OpenedRegistry;
import dev.discovery.autoconfigure.backend.RegistryContext;
import dev.discovery.autoconfigure.cache.CacheProperties;
import dev.discovery.autoconfigure.cache.SnapshotStores;
import dev.discovery.autoconfigure.consul.ConsulBackendAutoConfiguration;
import dev.discovery.autoconfigure.dns.DnsBackendAutoConfiguration;
import dev.discovery.autoconfigure.eureka.EurekaBackendAutoConfiguration;
import dev.discovery.autoconfigure.gossip.GossipBackendAutoConfiguration;
import dev.discovery.autoconfigure.kubernetes.KubernetesBackendAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.composite.Comparisons;
import dev.discovery.backend.composite.CompositeBackend;
import dev.discovery.backend.composite.CompositeRegistrar;
import dev.discovery.backend.composite.Member;
import dev.discovery.backend.composite.ShadowedBackend;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.SnapshotStore;
import dev.discovery.directory.StabilizingBackend;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.time.Randomness;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import dev.discovery.trust.Trust;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * Several registries, where {@code discovery.registries} names some.
 */
@AutoConfiguration(before = { ConsulBackendAutoConfiguration.class, DnsBackendAutoConfiguration.class,
		EurekaBackendAutoConfiguration.class, GossipBackendAutoConfiguration.class,
		InMemoryBackendAutoConfiguration.class, KubernetesBackendAutoConfiguration.class,
		DiscoveryAutoConfiguration.class })
@ConditionalOnDiscovery
@Conditional(OnRegistriesCondition.class)
@ConditionalOnMissingBean(ServiceBackend.class)
@EnableConfigurationProperties({ DiscoveryProperties.class, CacheProperties.class })
public final class RegistriesAutoConfiguration {

	/** How long news may take from one registry to the next one's readers. */
	private static final Duration SETTLED = Duration.ofSeconds(30);

	@Bean
	Registries discoveryRegistries(DiscoveryProperties properties, Environment environment, Ticker ticker,
			Scheduler scheduler, Randomness randomness, DiscoveryObserver observer, Trust trust,
			ApplicationContext context) {
		if (environment.containsProperty("discovery.backend")) {
			throw new InvalidDiscoveryPropertyException("discovery.backend", properties.getBackend(),
					"is set, and so is " + RegistryPlan.PREFIX, "Remove it: each registry names its own backend.");
		}
		ClassLoader classLoader = Objects.requireNonNull(context.getClassLoader());
		return new Registries(RegistryPlan.checked(properties.getRegistries()), Backends.load(classLoader),
				(name) -> new RegistryContext(name,
						new BackendRuntime(name, ticker, scheduler, randomness, observer, trust), environment, context),
				classLoader);
	}

	/** Each registry is doubted for itself. */
	@Bean
	@ConditionalOnMissingBean
	DirectorySettings discoveryDirectorySettings(CacheProperties cache) {
		return cache.toSettings(Duration.ZERO).believing();
	}

	/** Each registry has a copy of its own. */
	@Bean
	@ConditionalOnMissingBean
	SnapshotStore discoverySnapshotStore() {
		return SnapshotStore.NONE;
	}

	@Bean
	ServiceBackend compositeBackend(Registries registries, CacheProperties cache, Environment environment,
			ObjectProvider<InstantSource> clock, Ticker ticker, Scheduler scheduler, Trust trust) {
		SnapshotStores stores = new SnapshotStores(cache, environment, clock, ticker, scheduler, trust);
		List<Member> served = new ArrayList<>();
		List<Member> shadows = new ArrayList<>();
		registries.opened().forEach((plan, registry) -> {
			ServiceBackend backend = registry.backend();
			if (plan.properties().isServed()) {
				served
					.add(member(plan, new StabilizingBackend(plan.name(), backend, cache.toSettings(backend.recovery()),
							ticker, scheduler, stores.open(plan.name(), backend.origin()))));
			}
			else if (plan.properties().isShadow()) {
				shadows.add(member(plan, backend));
			}
		});
		CompositeBackend light = new CompositeBackend(served, cache.toSettings(Duration.ZERO).staleness()::max, ticker,
				scheduler);
		if (shadows.isEmpty()) {
			return light;
		}
		return new ShadowedBackend(light, new CompositeBackend(shadows, (id) -> null, ticker, scheduler),
				new Comparisons(shadows.get(0).name(), SETTLED, scheduler));
	}

	private static Member member(RegistryPlan plan, ServiceBackend backend) {
		return new Member(plan.name(), Objects.requireNonNull(plan.properties().getBackend()),
				plan.properties().toPlace(), backend);
	}

	@Bean
	@ConditionalOnMissingBean(ServiceRegistrar.class)
	CompositeRegistrar compositeRegistrar(Registries registries) {
		return new CompositeRegistrar(registries.registrars());
	}

	/** Those that have to answer when the application starts. */
	@Bean
	SmartInitializingSingleton registriesFailFast(Registries registries) {
		Map<RegistryPlan, OpenedRegistry> opened = registries.opened();
		return () -> opened.forEach((plan, registry) -> {
			// whoever is registered in only, or compared, is never waited for
			if (registry.failFast() != null && plan.properties().isServed()) {
				new FailFast(registry.backend(), registry.failFast()).afterSingletonsInstantiated();
			}
		});
	}

}
