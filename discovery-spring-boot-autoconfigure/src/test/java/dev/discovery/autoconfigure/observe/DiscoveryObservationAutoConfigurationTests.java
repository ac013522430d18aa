package dev.discovery.autoconfigure.observe;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.backend.ExchangeObservation;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.CallObservation;
import dev.discovery.balancing.CallObserver;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.observe.DiscoveryObserver;
import dev.discovery.observe.observation.DefaultBalancedCallObservationConvention;
import dev.discovery.observe.observation.ObservedExchanges;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class DiscoveryObservationAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DiscoveryAutoConfiguration.class, DiscoveryObservationAutoConfiguration.class))
		.withBean(ScriptedBackend.class);

	private final ApplicationContextRunner observed = this.runner.withBean(TestObservationRegistry.class,
			TestObservationRegistry::create);

	private final ApplicationContextRunner always = this.observed
		.withPropertyValues("discovery.observations.calls=always");

	@Test
	void observesCallsWhereThereIsATracer() {
		this.observed.run((context) -> assertThat(context).doesNotHaveBean(CallObserver.class));
		this.observed.withBean(SimpleTracer.class)
			.run((context) -> assertThat(context).hasSingleBean(CallObserver.class));
	}

	@Test
	void observesCallsOrNotAsItIsTold() {
		this.always.run((context) -> assertThat(context).hasSingleBean(CallObserver.class));
		this.observed.withBean(SimpleTracer.class)
			.withPropertyValues("discovery.observations.calls=never")
			.run((context) -> assertThat(context).doesNotHaveBean(CallObserver.class));
	}

	@Test
	void doesWithoutTracingOnTheClassPath() {
		ApplicationContextRunner without = this.observed.withClassLoader(new FilteredClassLoader(Tracer.class));
		without.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CallObserver.class));
		without.withPropertyValues("discovery.observations.calls=always")
			.run((context) -> assertThat(context).hasSingleBean(CallObserver.class));
	}

	@Test
	void isNotThereWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(CallObserver.class)
			.doesNotHaveBean(ObservedExchanges.class));
	}

	@Test
	void observesThatTheApplicationRegistersAndLeavesButNoHeartbeat() {
		this.observed.run((context) -> {
			DiscoveryObserver all = context.getBean(DiscoveryObserver.class);
			for (String quiet : new String[] { "renew", "read", "names", "sync" }) {
				assertThat(all.exchanging("scripted", quiet)).isSameAs(ExchangeObservation.NONE);
			}
			all.exchanging("scripted", "put").ended("success", null);
			all.exchanging("scripted", "remove").ended("success", null);
			TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
				.hasNumberOfObservationsWithNameEqualTo("discovery.registry.exchange", 2);
		});
	}

	@Test
	void observesWhateverIsAskedFor() {
		this.observed.withPropertyValues("discovery.observations.registry-operations=renew,sync").run((context) -> {
			DiscoveryObserver all = context.getBean(DiscoveryObserver.class);
			assertThat(all.exchanging("scripted", "put")).isSameAs(ExchangeObservation.NONE);
			assertThat(all.exchanging("scripted", "sync")).isNotSameAs(ExchangeObservation.NONE);
		});
		this.observed.withPropertyValues("discovery.observations.registry-operations=")
			.run((context) -> assertThat(context.getBean(DiscoveryObserver.class).exchanging("scripted", "put"))
				.isSameAs(ExchangeObservation.NONE));
	}

	@Test
	void refusesAnOperationThatThereIsnt() {
		this.observed.withPropertyValues("discovery.observations.registry-operations=put,heartbeat")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidDiscoveryPropertyException.class)
				.hasMessage("discovery.observations.registry-operations='heartbeat': is no operation")
				.extracting((failure) -> ((InvalidDiscoveryPropertyException) failure).advice())
				.isEqualTo("Use any of names, put, read, remove, renew, sync."));
	}

	@Test
	void usesNamesOfTheApplicationsOwn() {
		this.always.withBean(OwnConvention.class).run((context) -> {
			context.getBean(CallObserver.class).begin("orders", null).ended();
			TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
				.hasObservationWithNameEqualTo("own.calls");
		});
	}

	@Test
	void leavesTheFieldToAnObserverOfTheApplicationsOwn() {
		CallObserver own = (serviceId, parent) -> CallObservation.NONE;
		this.always.withBean(CallObserver.class, () -> own)
			.run((context) -> assertThat(context.getBean(CallObserver.class)).isSameAs(own));
	}

	@Test
	void makesNoMeterOfWhatHasOneAlready() {
		this.always.withConfiguration(AutoConfigurations.of(DiscoveryMetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				context.getBeansOfType(MeterFilter.class).values().forEach(meters.config()::meterFilter);
				ObservationRegistry registry = context.getBean(ObservationRegistry.class);
				registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
				context.getBean(ObservedExchanges.class).exchanging("scripted", "put").ended("success", null);
				context.getBean(CallObserver.class).begin("orders", null).ended();
				assertThat(meters.getMeters()).extracting((meter) -> meter.getId().getName())
					.contains("discovery.calls")
					.noneMatch((name) -> name.startsWith("discovery.registry.exchange"));
			});
	}

	static class OwnConvention extends DefaultBalancedCallObservationConvention {

		@Override
		public String getName() {
			return "own.calls";
		}

	}

}
