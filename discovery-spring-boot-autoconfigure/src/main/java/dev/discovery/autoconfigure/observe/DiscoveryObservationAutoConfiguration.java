package dev.discovery.autoconfigure.observe;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.DiscoveryProperties;
import dev.discovery.autoconfigure.backend.ConditionalOnDiscovery;
import dev.discovery.balancing.CallObserver;
import dev.discovery.observe.observation.BalancedCallObservationConvention;
import dev.discovery.observe.observation.ObservedCalls;
import dev.discovery.observe.observation.ObservedExchanges;
import dev.discovery.observe.observation.RegistryExchangeObservationConvention;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Observations, where there is a registry for them; those of calls, which cost more than
 * all the rest of a call's way to its instance, only where there is a tracer to make
 * something of them or somebody wants them. Spring Boot's tracer that does nothing comes
 * later and is none.
 */
@AutoConfiguration(before = DiscoveryAutoConfiguration.class,
		beforeName = "org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration",
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnDiscovery
@EnableConfigurationProperties({ DiscoveryProperties.class, ObservationProperties.class })
public final class DiscoveryObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(CallObserver.class)
	@Conditional(OnObservedCalls.class)
	ObservedCalls discoveryObservedCalls(ObservationRegistry registry, DiscoveryProperties properties,
			ObjectProvider<BalancedCallObservationConvention> convention) {
		return new ObservedCalls(registry, properties.toName(), convention.getIfUnique());
	}

	@Bean
	@ConditionalOnMissingBean
	ObservedExchanges discoveryObservedExchanges(ObservationRegistry registry, ObservationProperties properties,
			ObjectProvider<RegistryExchangeObservationConvention> convention) {
		return new ObservedExchanges(registry, properties.toOperations(), convention.getIfUnique());
	}

	/**
	 * Whether calls are observed.
	 */
	static final class OnObservedCalls extends AnyNestedCondition {

		OnObservedCalls() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(name = ObservationProperties.CALLS, havingValue = "always")
		static final class Always {

		}

		@ConditionalOnProperty(name = ObservationProperties.CALLS, havingValue = "auto", matchIfMissing = true)
		@ConditionalOnBean(type = "io.micrometer.tracing.Tracer")
		static final class WithTracer {

		}

	}

}
