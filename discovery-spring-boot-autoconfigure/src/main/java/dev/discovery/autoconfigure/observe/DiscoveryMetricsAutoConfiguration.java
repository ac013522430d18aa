package dev.discovery.autoconfigure.observe;

import java.util.List;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.DiscoveryProperties;
import dev.discovery.autoconfigure.RegistryPlan;
import dev.discovery.autoconfigure.backend.ConditionalOnDiscovery;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.composite.CompositeRegistrar;
import dev.discovery.cloud.registry.LeaseServiceRegistry;
import dev.discovery.observe.MicrometerDiscoveryObserver;
import dev.discovery.observe.RegistrationMeter;
import dev.discovery.observe.RegistriesMeter;
import dev.discovery.observe.observation.DefaultRegistryExchangeObservationConvention;
import dev.discovery.time.WallClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Meters, where Micrometer is.
 */
@AutoConfiguration(before = DiscoveryAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnDiscovery
@EnableConfigurationProperties(DiscoveryProperties.class)
public final class DiscoveryMetricsAutoConfiguration {

	@Bean
	MeterBinder discoveryRegistrationMeter(ObjectProvider<LeaseServiceRegistry> registry,
			ObjectProvider<CompositeRegistrar> composite, DiscoveryProperties properties) {
		if (!properties.getRegistries().isEmpty()) {
			List<RegistrationMeter> meters = RegistryPlan.of(properties.getRegistries())
				.stream()
				.filter((plan) -> plan.properties().isRegister())
				.map((plan) -> new RegistrationMeter(plan.name(), () -> {
					CompositeRegistrar available = composite.getIfAvailable();
					return (available != null) ? available.states(plan.name()) : List.of();
				}))
				.toList();
			return (meterRegistry) -> meters.forEach((meter) -> meter.bindTo(meterRegistry));
		}
		return new RegistrationMeter(properties.toName(), () -> {
			LeaseServiceRegistry available = registry.getIfAvailable();
			return (available != null) ? available.states() : List.of();
		});
	}

	/** Nothing where there is one registry alone. */
	@Bean
	MeterBinder discoveryRegistriesMeter(ObjectProvider<ServiceBackend> backend, DiscoveryProperties properties) {
		List<RegistryPlan> plans = RegistryPlan.of(properties.getRegistries());
		List<String> served = plans.stream().filter(RegistryPlan::isServed).map(RegistryPlan::name).toList();
		String shadow = plans.stream()
			.filter((plan) -> plan.properties().isShadow())
			.map(RegistryPlan::name)
			.findFirst()
			.orElse(null);
		return new RegistriesMeter(served, shadow, backend::getIfUnique);
	}

	/**
	 * Those of exchanges that are observed stand in discovery.backend.requests already,
	 * with all others.
	 */
	@Bean
	static MeterFilter discoveryExchangeMeterFilter() {
		return MeterFilter.denyNameStartsWith(DefaultRegistryExchangeObservationConvention.NAME);
	}

	@Bean
	@ConditionalOnMissingBean
	MicrometerDiscoveryObserver micrometerDiscoveryObserver(MeterRegistry registry, DiscoveryProperties properties) {
		return new MicrometerDiscoveryObserver(registry, WallClock.system(), properties.toName());
	}

}
