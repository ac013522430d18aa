package dev.discovery.autoconfigure.probe;

import java.util.List;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.backend.ConditionalOnDiscovery;
import dev.discovery.autoconfigure.properties.ConfiguredSslBundle;
import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.autoconfigure.properties.SslContextSource;
import dev.discovery.fitness.probe.ActiveProber;
import dev.discovery.fitness.probe.ProbeRuntime;
import dev.discovery.fitness.probe.Probes;
import dev.discovery.time.Randomness;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Active health checks, where they are switched on for all services or for one.
 */
@AutoConfiguration(before = DiscoveryAutoConfiguration.class)
@ConditionalOnDiscovery
@Conditional(HealthCheckAutoConfiguration.OnAnyHealthCheck.class)
@EnableConfigurationProperties(HealthCheckProperties.class)
public final class HealthCheckAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ActiveProber discoveryActiveProber(HealthCheckProperties properties, Ticker ticker, Scheduler scheduler,
			Randomness randomness, ObjectProvider<SslBundles> bundles) {
		ProbePlans.check(properties);
		SslBundles known = bundles.getIfAvailable();
		SslContextSource tls = new SslContextSource(ConfiguredSslBundle.find(HealthCheckProperties.NAME + ".ssl.bundle",
				PropertyRules.textOrNull(properties.getSsl().getBundle()), List.of(), known), known);
		Probes probes = new Probes(scheduler, tls, properties.getParallelism());
		return new ActiveProber(new ProbeRuntime(ticker, scheduler, randomness), properties.getParallelism(),
				new ProbePlans(properties, probes), probes::hangUp, probes::close);
	}

	/**
	 * Whether anybody is probed.
	 */
	static final class OnAnyHealthCheck extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Environment environment = context.getEnvironment();
			boolean enabled = isAnythingSet(environment) && Binder.get(environment)
				.bind(HealthCheckProperties.NAME, HealthCheckProperties.class)
				.map(HealthCheckProperties::isAnyEnabled)
				.orElse(false);
			ConditionMessage.Builder message = ConditionMessage.forCondition("active health checks");
			return enabled ? ConditionOutcome.match(message.because("they are enabled"))
					: ConditionOutcome.noMatch(message.because("they are enabled for no service"));
		}

		/** Most applications set nothing, and binding takes its time. */
		private static boolean isAnythingSet(Environment environment) {
			ConfigurationPropertyName name = ConfigurationPropertyName.of(HealthCheckProperties.NAME);
			for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
				if (source.containsDescendantOf(name) != ConfigurationPropertyState.ABSENT) {
					return true;
				}
			}
			return false;
		}

	}

}
