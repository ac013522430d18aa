package dev.discovery.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.discovery.autoconfigure.actuate.DiscoveryActuatorAutoConfiguration;
import dev.discovery.autoconfigure.actuate.DiscoveryHealthAutoConfiguration;
import dev.discovery.autoconfigure.client.DiscoveryClientAutoConfiguration;
import dev.discovery.autoconfigure.client.DiscoveryReactiveClientAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.autoconfigure.observe.DiscoveryMetricsAutoConfiguration;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.Picker;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.cloud.discovery.SnapshotDiscoveryClient;
import dev.discovery.cloud.discovery.SnapshotReactiveDiscoveryClient;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.observe.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class DiscoveryAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DiscoveryAutoConfiguration.class, DiscoveryClientAutoConfiguration.class,
						DiscoveryReactiveClientAutoConfiguration.class, DiscoveryMetricsAutoConfiguration.class,
						DiscoveryActuatorAutoConfiguration.class, DiscoveryHealthAutoConfiguration.class))
		.withUserConfiguration(BackendConfiguration.class);

	@Test
	void offersBothClientsOverOneDirectory() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(ServiceDirectory.class)
			.hasSingleBean(Balancer.class)
			.hasSingleBean(SnapshotDiscoveryClient.class)
			.hasSingleBean(SnapshotReactiveDiscoveryClient.class));
	}

	@Test
	void makesWhatNobodyAsksForWhereBeansAreMadeLazily() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getSourceApplicationContext().getBeanFactory().getSingletonNames())
				.contains("discoveryChangeEvents", "discoveryNeverBlocksReactor", "discoveryDirectory")
				.doesNotContain("snapshotDiscoveryClient"));
	}

	@Test
	void backsOffWhereDiscoveryIsSwitchedOff() {
		for (String property : new String[] { "discovery.enabled=false", "discovery.enabled=off",
				"spring.cloud.discovery.enabled=false" }) {
			this.runner.withPropertyValues(property)
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ServiceDirectory.class));
		}
	}

	@Test
	void honoursTheSwitchesOfEachKindOfClient() {
		this.runner.withPropertyValues("spring.cloud.discovery.blocking.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(SnapshotDiscoveryClient.class)
				.hasSingleBean(SnapshotReactiveDiscoveryClient.class));
		this.runner.withPropertyValues("spring.cloud.discovery.reactive.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(SnapshotDiscoveryClient.class)
				.doesNotHaveBean(SnapshotReactiveDiscoveryClient.class));
	}

	@Test
	void hasNoReactiveClientWithoutWebClientAsSpringCloudHasNone() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.web.reactive.function.client"))
			.run((context) -> assertThat(context).hasSingleBean(SnapshotDiscoveryClient.class)
				.hasBean("discoveryNeverBlocksReactor")
				.doesNotHaveBean(SnapshotReactiveDiscoveryClient.class));
	}

	@Test
	void startsWithoutReactorMicrometerAndActuator() {
		this.runner
			.withClassLoader(new FilteredClassLoader(Flux.class.getPackageName(), "reactor", "io.micrometer",
					"org.springframework.boot.actuate", "org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SnapshotDiscoveryClient.class));
	}

	@Test
	void measuresWhereThereIsAMeterRegistry() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			context.getBean(ServiceDirectory.class).entry("orders");
			context.getBean(ScriptedBackend.class).answer("orders", ScriptedBackend.instance("orders", 1));
			context.getBean(SnapshotDiscoveryClient.class).getInstances("orders");
			assertThat(
					context.getBean(MeterRegistry.class).get("discovery.lookup").tag("result", "hit").functionTimers())
				.anySatisfy((timer) -> assertThat(timer.count()).isOne());
		});
	}

	@Test
	void namesTheBackendAlikeHoweverItIsSpelled() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DiscoveryAutoConfiguration.class,
					InMemoryBackendAutoConfiguration.class, DiscoveryMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("discovery.backend=In-Memory")
			.run((context) -> {
				String name = context.getBean(ServiceBackend.class).name();
				assertThat(context.getBean(MeterRegistry.class).get("discovery.lookup").meters())
					.allSatisfy((meter) -> assertThat(meter.getId().getTag("backend")).isEqualTo(name));
			});
	}

	@Test
	void tellsTheApplicationsOwnObserverTheMetersAndTheEventLog() {
		List<String> heard = new CopyOnWriteArrayList<>();
		DiscoveryObserver own = new DiscoveryObserver() {

			@Override
			public void changed(ServiceEntry entry, ServiceSnapshot previous, ServiceSnapshot current) {
				heard.add(current.serviceId());
			}

		};
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("own", DiscoveryObserver.class, () -> own)
			.run((context) -> {
				context.getBean(ServiceDirectory.class).entry("orders");
				context.getBean(ScriptedBackend.class).answer("orders", ScriptedBackend.instance("orders", 1));
				assertThat(heard).containsExactly("orders");
				assertThat(context.getBean(EventLog.class).recorded()).isOne();
				assertThat(context.getBean(MeterRegistry.class).get("discovery.instances").gauges()).isNotEmpty();
				assertThat(context.getBean(DiscoveryObserver.class)).isSameAs(context.getBean("discoveryObservers"));
			});
	}

	@Test
	void saysHowManyEventsMayBeKept() {
		this.runner.withPropertyValues("discovery.events.capacity=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidDiscoveryPropertyException.class)
				.hasMessageContaining("discovery.events.capacity='0'"));
	}

	@Test
	void prewarmsTheServicesThatAreNamed() {
		this.runner.withPropertyValues("discovery.cache.prewarm=orders,billing")
			.run((context) -> assertThat(context.getBean(ScriptedBackend.class).watched())
				.containsExactlyInAnyOrder("orders", "billing"));
	}

	@Test
	void choosesThePolicyByNameInGeneralAndPerService() {
		this.runner
			.withPropertyValues("discovery.load-balancer.policy=random",
					"discovery.load-balancer.services.orders.policy=first")
			.withBean(FirstPolicy.class)
			.run((context) -> {
				assertThat(policyOf(context.getBean(Balancer.class), context.getBean(ScriptedBackend.class), "orders"))
					.isEqualTo("first");
				assertThat(policyOf(context.getBean(Balancer.class), context.getBean(ScriptedBackend.class), "billing"))
					.isEqualTo("random");
			});
	}

	@Test
	void saysWhichPoliciesThereAre() {
		this.runner.withPropertyValues("discovery.load-balancer.services.orders.policy=best")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidDiscoveryPropertyException.class)
				.hasMessageContaining("discovery.load-balancer.services.orders.policy='best'"));
	}

	private static String policyOf(Balancer balancer, ScriptedBackend backend, String serviceId) {
		balancer.explain(serviceId);
		backend.answer(serviceId);
		return balancer.explain(serviceId).policy();
	}

	@Configuration(proxyBeanMethods = false)
	static class BackendConfiguration {

		@Bean
		ScriptedBackend scriptedBackend() {
			return new ScriptedBackend();
		}

	}

	static class FirstPolicy implements Policy {

		@Override
		public String name() {
			return "first";
		}

		@Override
		public Picker over(Candidate[] candidates, Rotation rotation) {
			return (context) -> (candidates.length != 0) ? candidates[0] : null;
		}

	}

}
