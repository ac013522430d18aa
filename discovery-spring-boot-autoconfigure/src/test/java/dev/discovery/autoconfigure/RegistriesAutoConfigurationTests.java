package dev.discovery.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.discovery.actuate.DiscoveryEndpoint;
import dev.discovery.actuate.DiscoveryEndpoint.DiscoveryDescriptor;
import dev.discovery.actuate.DiscoveryHealthIndicator;
import dev.discovery.autoconfigure.actuate.DiscoveryActuatorAutoConfiguration;
import dev.discovery.autoconfigure.actuate.DiscoveryHealthAutoConfiguration;
import dev.discovery.autoconfigure.backend.RegistryContext;
import dev.discovery.autoconfigure.consul.ConsulBackendAutoConfiguration;
import dev.discovery.autoconfigure.eureka.EurekaBackendAutoConfiguration;
import dev.discovery.autoconfigure.kubernetes.KubernetesBackendAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryProperties;
import dev.discovery.autoconfigure.observe.DiscoveryMetricsAutoConfiguration;
import dev.discovery.backend.Lease;
import dev.discovery.backend.Lease.State;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.composite.CompositeBackend;
import dev.discovery.backend.composite.CompositeRegistrar;
import dev.discovery.backend.composite.ShadowedBackend;
import dev.discovery.backend.memory.InMemoryRegistry;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.SnapshotStore;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.testkit.Patience;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class RegistriesAutoConfigurationTests {

	private static final Instance SELF = Instance.builder("orders", "localhost", 8080).build();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DiscoveryAutoConfiguration.class, RegistriesAutoConfiguration.class,
				InMemoryBackendAutoConfiguration.class, ConsulBackendAutoConfiguration.class,
				EurekaBackendAutoConfiguration.class, KubernetesBackendAutoConfiguration.class,
				DiscoveryMetricsAutoConfiguration.class, DiscoveryActuatorAutoConfiguration.class,
				DiscoveryHealthAutoConfiguration.class))
		.withUserConfiguration(Meters.class)
		.withPropertyValues("management.endpoints.web.exposure.include=*");

	/** Two registries of which each lists two instances of its own. */
	private ApplicationContextRunner twoRegions() {
		return this.runner.withPropertyValues("discovery.registries.east.backend=in-memory",
				"discovery.registries.east.region=us-east", "discovery.registries.east.register=true",
				"discovery.registries.east.in-memory.registry=registries-east",
				"discovery.registries.east.in-memory.services.inventory[0].uri=http://localhost:8081",
				"discovery.registries.west.backend=in-memory", "discovery.registries.west.region=us-west",
				"discovery.registries.west.zone=b", "discovery.registries.west.in-memory.registry=registries-west",
				"discovery.registries.west.in-memory.services.inventory[0].uri=http://localhost:8082");
	}

	@Test
	void isNotThereWithoutRegistries() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(CompositeBackend.class)
			.doesNotHaveBean(DirectorySettings.class)
			.doesNotHaveBean("discoveryRegistries"));
	}

	@Test
	void readsAllAtOnce() {
		twoRegions().run((context) -> {
			assertThat(context).hasSingleBean(ServiceBackend.class).hasSingleBean(ServiceRegistrar.class);
			ServiceDirectory directory = context.getBean(ServiceDirectory.class);
			awaitBoth(context);
			List<Instance> instances = directory.lookup("inventory").instances();
			assertThat(instances).extracting(Instance::getPort).containsExactly(8081, 8082);
			assertThat(instances).extracting(Instance::getLocality)
				.containsExactly(Locality.of("us-east", null), Locality.of("us-west", "b"));
			assertThat(context.getBean(ServiceDirectory.class).names()).containsExactly("inventory");
			assertThat(context.getBean(ServiceDirectory.class).backendName()).isEqualTo("east+west");
		});
	}

	@Test
	void registersOnlyWhereItIsSaid() {
		twoRegions().run((context) -> {
			Lease lease = context.getBean(ServiceRegistrar.class).register(SELF, Health.UP);
			Patience.await().until(() -> lease.state() == State.HELD);
			assertThat(registered("registries-east")).containsExactly(SELF);
			assertThat(registered("registries-west")).isEmpty();
			assertThat(gauge(context, "discovery.registration.state", "east")).isEqualTo(1);
			lease.release().toCompletableFuture().join();
			assertThat(registered("registries-east")).isEmpty();
		});
	}

	private static List<Instance> registered(String name) {
		InMemoryRegistry registry = InMemoryRegistry.acquire(name);
		try {
			return registry.instances("orders");
		}
		finally {
			registry.release();
		}
	}

	@Test
	void takesTheGeneralPropertiesWhereARegistryHasNoneOfItsOwn() {
		this.runner
			.withPropertyValues("discovery.in-memory.heartbeat=1s", "discovery.in-memory.ttl=3s",
					"discovery.in-memory.registry=registries-general", "discovery.registries.east.backend=in-memory",
					"discovery.registries.east.in-memory.ttl=7s")
			.run((context) -> {
				RegistryContext east = new RegistryContext("east", null, context.getEnvironment(), context);
				InMemoryProperties bound = east.bind("discovery.in-memory", new InMemoryProperties(), List.of());
				assertThat(bound.getHeartbeat()).isEqualTo(Duration.ofSeconds(1));
				assertThat(bound.getTtl()).isEqualTo(Duration.ofSeconds(7));
				assertThat(bound.getRegistry()).isEqualTo("registries-general");
				assertThat(east.written("discovery.in-memory.heartbeat")).isEqualTo("discovery.in-memory.heartbeat");
				assertThat(east.written("discovery.in-memory.ttl"))
					.isEqualTo("discovery.registries.east.in-memory.ttl");
				assertThat(east.written("discovery.in-memory.services"))
					.isEqualTo("discovery.registries.east.in-memory.services");
			});
	}

	@Test
	void opensEveryKindOfRegistryWithoutAskingIt() {
		this.runner.withPropertyValues("discovery.consul.urls=http://localhost:1,http://localhost:2",
				"discovery.registries.a.backend=consul", "discovery.registries.a.consul.url=http://localhost:3",
				"discovery.registries.b.backend=eureka", "discovery.registries.b.eureka.urls=http://localhost:4/eureka",
				"discovery.registries.c.backend=kubernetes", "discovery.registries.c.kubernetes.url=http://localhost:5",
				"discovery.registries.d.backend=consul", "discovery.registries.d.order=-1")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(ServiceBackend.class).name()).isEqualTo("d+a+b+c");
				assertThat(context.getBean(ServiceBackend.class).origin()).contains("http://localhost:1")
					.contains("http://localhost:3")
					.contains("http://localhost:4/eureka")
					.contains("http://localhost:5");
			});
	}

	@Test
	void failsToStartWhereARegistryThatHasToAnswerDoesNot() {
		this.runner
			.withPropertyValues("discovery.registries.cluster.backend=kubernetes",
					"discovery.registries.cluster.kubernetes.url=http://127.0.0.1:1",
					"discovery.registries.cluster.kubernetes.fail-fast=true")
			.run((context) -> assertThat(context).getFailure()
				.matches((failure) -> failure.getClass().getSimpleName().equals("RegistryNotReadyException"))
				.hasMessageContaining("the connection is refused")
				.extracting((failure) -> Mistakes.analyze(failure).getAction())
				.asString()
				.contains("discovery.registries.cluster.kubernetes.fail-fast=false"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "read=false", "shadow=true" })
	void startsWithoutARegistryThatIsNotServedWhateverItsFailFast(String property) {
		twoRegions().withPropertyValues("discovery.registries.cluster.backend=kubernetes",
				"discovery.registries.cluster.kubernetes.url=http://127.0.0.1:1",
				"discovery.registries.cluster.kubernetes.fail-fast=true", "discovery.registries.cluster." + property)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void keepsADiskCopyOfEachRegistry(@TempDir Path folder) {
		this.runner
			.withPropertyValues("discovery.cache.snapshot.enabled=true", "discovery.cache.snapshot.directory=" + folder,
					"discovery.registries.a.backend=consul", "discovery.registries.a.consul.url=http://127.0.0.1:1",
					"discovery.registries.b.backend=eureka",
					"discovery.registries.b.eureka.urls=http://127.0.0.1:1/eureka")
			.run((context) -> {
				assertThat(context.getBean(SnapshotStore.class)).isSameAs(SnapshotStore.NONE);
				context.getBean(ServiceDirectory.class).entry("inventory");
				Patience.await()
					.untilAsserted(() -> assertThat(folder.toFile().list()).hasSize(2)
						.anyMatch((name) -> name.contains("-a-"))
						.anyMatch((name) -> name.contains("-b-")));
			});
	}

	@Test
	void knowsARegistryThatAVariableNamesWithoutItsDash() {
		this.runner
			.withPropertyValues("discovery.registries.us-east.backend=in-memory",
					"discovery.registries.us-east.in-memory.registry=registries-dash",
					"discovery.registries.useast.in-memory.ttl=45s")
			.run((context) -> assertThat(context.getBean(ServiceBackend.class).name()).isEqualTo("us-east"));
	}

	/** Whoever answers first is served at once. */
	private static void awaitBoth(ApplicationContext context) {
		ServiceDirectory directory = context.getBean(ServiceDirectory.class);
		Patience.await().until(() -> directory.lookup("inventory").instances().size() == 2);
	}

	@Test
	void comparesAShadowAndNeverServesIt() {
		twoRegions().withPropertyValues("discovery.registries.west.shadow=true").run((context) -> {
			assertThat(context.getBean(ServiceBackend.class)).isInstanceOf(ShadowedBackend.class);
			assertThat(context.getBean(ServiceDirectory.class).lookup("inventory").instances())
				.extracting(Instance::getPort)
				.containsExactly(8081);
			Patience.await().untilAsserted(() -> {
				var shadow = Objects.requireNonNull(endpoint(context).shadow());
				assertThat(shadow.name()).isEqualTo("west");
				assertThat(shadow.verdict()).isEqualTo("DIFFERS");
				assertThat(shadow.differences()).singleElement().satisfies((difference) -> {
					assertThat(difference.service()).isEqualTo("inventory");
					assertThat(difference.missing()).containsExactly("static:inventory-localhost-8081");
					assertThat(difference.extra()).containsExactly("static:inventory-localhost-8082");
				});
			});
			assertThat(difference(context, "missing")).isEqualTo(1);
			assertThat(difference(context, "extra")).isEqualTo(1);
			assertThat(difference(context, "health")).isZero();
			assertThat(difference(context, "name")).isZero();
		});
	}

	private static double difference(ApplicationContext context, String kind) {
		return context.getBean(MeterRegistry.class)
			.get("discovery.shadow.differences")
			.tags("backend", "west", "kind", kind)
			.gauge()
			.value();
	}

	@Test
	void saysHowEachRegistryDoes() {
		twoRegions().withPropertyValues("discovery.actuator.degraded-after=0s").run((context) -> {
			awaitBoth(context);
			DiscoveryDescriptor description = endpoint(context);
			assertThat(description.backend()).isEqualTo("east+west");
			assertThat(description.shadow()).isNull();
			assertThat(Objects.requireNonNull(description.registries())).containsOnlyKeys("east", "west");
			assertThat(description.registries().get("east").state()).isEqualTo("ANSWERING");
			assertThat(description.registries().get("west").region()).isEqualTo("us-west");
			// lookups know before those who are told, such as who explains
			Patience.await()
				.untilAsserted(() -> assertThat(
						Objects.requireNonNull(endpoint(context).services().get("inventory")).instances())
					.extracting((instance) -> instance.metadata().get("discovery.registry"))
					.containsExactly("east", "west"));
			assertThat(health(context).getStatus().getCode()).isEqualTo("UP");
		});
	}

	@Test
	void isDegradedAndNeverDownWhereOneRegistryIsAway() {
		twoRegions().withPropertyValues("discovery.actuator.degraded-after=0s").run((context) -> {
			awaitBoth(context);
			InMemoryRegistry west = InMemoryRegistry.acquire("registries-west");
			west.setAvailable(false);
			try {
				Patience.await()
					.untilAsserted(() -> assertThat(health(context).getStatus().getCode()).isEqualTo("DEGRADED"));
				Map<?, ?> registries = (Map<?, ?>) health(context).getDetails().get("registries");
				assertThat(String.valueOf(registries.get("east"))).isEqualTo("ANSWERING");
				assertThat(String.valueOf(registries.get("west"))).startsWith("FAILING for ");
				assertThat(gauge(context, "discovery.backend.unreachable", "west")).isPositive();
				assertThat(gauge(context, "discovery.backend.unreachable", "east")).isZero();
				assertThat(context.getBean(ServiceDirectory.class).lookup("inventory").instances()).hasSize(2);
			}
			finally {
				west.setAvailable(true);
				west.release();
			}
			Patience.await().untilAsserted(() -> assertThat(health(context).getStatus().getCode()).isEqualTo("UP"));
		});
	}

	@Test
	void warnsWhereNobodyIsToldOfTheApplication() {
		twoRegions().withPropertyValues("discovery.registries.east.register=false").run((context) -> {
			CompositeRegistrar registrar = context.getBean(CompositeRegistrar.class);
			assertThat(registrar.propagation()).isZero();
			assertThat(registrar).hasToString("registers with []");
		});
	}

	private static org.springframework.boot.health.contributor.Health health(AssertableApplicationContext context) {
		return Objects.requireNonNull(context.getBean(DiscoveryHealthIndicator.class).health());
	}

	private static DiscoveryDescriptor endpoint(AssertableApplicationContext context) {
		return context.getBean(DiscoveryEndpoint.class).discovery();
	}

	private static double gauge(ApplicationContext context, String name, String registry) {
		return context.getBean(MeterRegistry.class).get(name).tags("backend", registry).gauge().value();
	}

	@Configuration(proxyBeanMethods = false)
	static class Meters {

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@Bean
		SmartInitializingSingleton binding(MeterRegistry registry, List<MeterBinder> binders) {
			return () -> binders.forEach((binder) -> binder.bindTo(registry));
		}

	}

}
