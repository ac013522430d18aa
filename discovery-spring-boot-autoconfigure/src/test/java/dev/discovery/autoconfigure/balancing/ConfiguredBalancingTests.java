package dev.discovery.autoconfigure.balancing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.discovery.autoconfigure.locality.LocalityProperties;
import dev.discovery.balancing.Affinity;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.limit.CircuitBreakerSettings;
import dev.discovery.balancing.limit.LimitSettings;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.HashKey;
import dev.discovery.balancing.policy.Picker;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.PolicySettings;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.balancing.retry.RetrySettings;
import dev.discovery.fitness.OutlierSettings;
import dev.discovery.fitness.PeakEwmaSettings;
import dev.discovery.fitness.SlowStart;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConfiguredBalancingTests {

	@Test
	void theDefaultsAreThoseOfTheDocumentation() {
		BalancingSettings settings = configured().apply("orders");
		assertThat(settings.policy().name()).isEqualTo("least-request");
		assertThat(settings.outlier()).isEqualTo(OutlierSettings.DEFAULT);
		assertThat(settings.retry()).isEqualTo(RetrySettings.DEFAULT);
		assertThat(settings.panicThreshold()).isEqualTo(BalancingSettings.DEFAULT_PANIC_THRESHOLD);
		assertThat(settings.slowStart()).isEqualTo(SlowStart.OFF);
		assertThat(settings.limits()).isEqualTo(LimitSettings.DEFAULT);
		assertThat(settings.circuitBreaker()).isEqualTo(CircuitBreakerSettings.DEFAULT);
	}

	@Test
	void whatIsSetForOneServiceStandsOnTopOfWhatIsSetForAll() {
		ConfiguredBalancing configured = configured("discovery.load-balancer.outlier.consecutive-failures=7",
				"discovery.load-balancer.retry.max-attempts=2",
				"discovery.load-balancer.services.orders.outlier.hung.at-least=3s",
				"discovery.load-balancer.services.orders.retry.max-attempts=4",
				"discovery.load-balancer.services.[my.service].slow-start=10s");
		BalancingSettings orders = configured.apply("orders");
		assertThat(orders.outlier().consecutiveFailures()).isEqualTo(7);
		assertThat(orders.outlier().hung().atLeast()).isEqualTo(Duration.ofSeconds(3));
		assertThat(orders.retry().maxAttempts()).isEqualTo(4);
		assertThat(configured.apply("my.service").slowStart().window()).isEqualTo(Duration.ofSeconds(10));
		assertThat(configured.apply("my.service").outlier().consecutiveFailures()).isEqualTo(7);
		BalancingSettings others = configured.apply("others");
		assertThat(others.retry().maxAttempts()).isEqualTo(2);
		assertThat(others.outlier().hung()).isEqualTo(OutlierSettings.DEFAULT.hung());
		assertThat(others.outlier().consecutiveFailures()).isEqualTo(7);
	}

	@Test
	void limitsAndTheCircuitBreakerOfOneServiceStandOnTopOfThoseOfAll() {
		ConfiguredBalancing configured = configured("discovery.load-balancer.limits.max-concurrent-per-service=100",
				"discovery.load-balancer.circuit-breaker.failure-rate=30",
				"discovery.load-balancer.services.orders.limits.max-concurrent-per-instance=7",
				"discovery.load-balancer.services.orders.circuit-breaker.enabled=true",
				"discovery.load-balancer.services.stock.limits.max-concurrent-per-service=0");
		assertThat(configured.apply("orders").limits()).isEqualTo(new LimitSettings(100, 7));
		assertThat(configured.apply("orders").circuitBreaker())
			.isEqualTo(new CircuitBreakerSettings(true, 30, 20, Duration.ofSeconds(10), Duration.ofSeconds(10), 3));
		assertThat(configured.apply("stock").limits()).isEqualTo(new LimitSettings(0, 0));
		assertThat(configured.apply("others").limits()).isEqualTo(new LimitSettings(100, 0));
		assertThat(configured.apply("others").circuitBreaker().enabled()).isFalse();
	}

	@Test
	void whoeverIsToChangeALimitIsToldWhereItIsSet() {
		ConfiguredBalancing configured = configured("discovery.load-balancer.limits.max-concurrent-per-service=100",
				"discovery.load-balancer.services.orders.limits.max-concurrent-per-service=7",
				"discovery.load-balancer.services.Stock.circuit-breaker.open-for=7s");
		String limit = "limits.max-concurrent-per-service";
		assertThat(configured.property("orders", limit)).isEqualTo("discovery.load-balancer.services.orders." + limit);
		assertThat(configured.property("Stock", limit)).isEqualTo("discovery.load-balancer." + limit);
		assertThat(configured.property("Stock", "circuit-breaker.open-for"))
			.isEqualTo("discovery.load-balancer.services.Stock.circuit-breaker.open-for");
	}

	@ParameterizedTest
	@ValueSource(strings = { "orders.shop", "my_orders" })
	void namesAServiceInBracketsWhoseIdHasToStandInThem(String serviceId) {
		String own = "discovery.load-balancer.services[" + serviceId + "].";
		String limit = "limits.max-concurrent-per-service";
		assertThat(configured(own + limit + "=7").property(serviceId, limit)).isEqualTo(own + limit);
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> configured(own + limit + "=-1"))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo(own + limit));
	}

	@ParameterizedTest
	@CsvSource({ "my_orders, .my_orders.", "Stock, [Stock]." })
	void tellsWhereALimitIsSetHoweverTheServiceIsWritten(String serviceId, String written) {
		String own = "discovery.load-balancer.services" + written + "limits.max-concurrent-per-service";
		assertThat(configured(own + "=7").property(serviceId, "limits.max-concurrent-per-service")).isEqualTo(own);
	}

	@Test
	void aWrongLimitIsExplained() {
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> configured("discovery.load-balancer.limits.max-concurrent-per-service=-5"))
			.withMessage("discovery.load-balancer.limits.max-concurrent-per-service='-5': must be from 0 to 1000000")
			.satisfies((ex) -> assertThat(ex.advice()).isEqualTo("Use a whole number from 1, or 0 for no limit."));
	}

	@ParameterizedTest
	@CsvSource({ "policy, fastest", "panic-threshold, 101", "slow-start, -1s", "slow-start-aggression, 0",
			"outlier.consecutive-failures, -1", "outlier.interval, 1ms", "outlier.base-ejection-time, 0s",
			"outlier.max-ejection-time, 1s", "outlier.max-ejection-percent, 101", "outlier.comeback, -1s",
			"outlier.success-rate.min-requests, 0", "outlier.success-rate.deviations, -1",
			"outlier.failure-percentage.threshold, 0", "outlier.failure-percentage.min-instances, 0",
			"outlier.hung.at-least, 0s", "outlier.hung.factor, 0", "retry.max-attempts, 0", "retry.backoff, -1ms",
			"retry.max-backoff, 1ms", "retry.statuses, 404", "retry.budget-ratio, NaN", "retry.budget-per-second, -1",
			"retry.budget-window, 1ms", "limits.max-concurrent-per-service, -1",
			"limits.max-concurrent-per-instance, -1", "circuit-breaker.failure-rate, 0",
			"circuit-breaker.failure-rate, 101", "circuit-breaker.minimum-calls, 0", "circuit-breaker.window, 10ms",
			"circuit-breaker.open-for, 0s", "circuit-breaker.half-open-calls, 0", "peak-ewma.failure-cost, -1s",
			"subset.size, 0", "policy, consistent-hash" })
	void aWrongValueIsNamed(String name, String value) {
		for (String prefix : new String[] { "discovery.load-balancer.", "discovery.load-balancer.services.orders." }) {
			assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
				.isThrownBy(() -> configured(prefix + name + "=" + value))
				.satisfies((ex) -> assertThat(ex.property()).isEqualTo(prefix + name));
		}
	}

	@Test
	void eachServiceHasItsOwnPolicyAndAffinity() {
		ConfiguredBalancing configured = configured("discovery.load-balancer.policy=weighted",
				"discovery.load-balancer.hash.header=X-User", "discovery.load-balancer.subset.size=30",
				"discovery.load-balancer.services.sessions.policy=consistent-hash",
				"discovery.load-balancer.services.sessions.hash.cookie=JSESSIONID",
				"discovery.load-balancer.services.sessions.hash.bounded-load=1.25",
				"discovery.load-balancer.services.carts.sticky.cookie=sc-lb-instance-id",
				"discovery.load-balancer.services.huge.policy=peak-ewma",
				"discovery.load-balancer.services.huge.subset.enabled=true");
		assertThat(configured.apply("sessions").policy().name()).isEqualTo("consistent-hash");
		assertThat(configured.apply("huge").policy().name()).isEqualTo("peak-ewma");
		assertThat(configured.apply("huge").affinity()).isEqualTo(new Affinity(30, null));
		assertThat(configured.apply("carts").policy().name()).isEqualTo("weighted");
		assertThat(configured.apply("carts").affinity()).isEqualTo(new Affinity(0, "sc-lb-instance-id"));
		assertThat(configured.apply("others").affinity()).isEqualTo(Affinity.NONE);
	}

	@Test
	void aPolicyOfTheApplicationIsFoundByNameAndHearsWhatIsConfigured() {
		List<PolicySettings> heard = new ArrayList<>();
		Policy own = new Policy() {

			@Override
			public String name() {
				return "first";
			}

			@Override
			public Policy with(PolicySettings settings) {
				heard.add(settings);
				return this;
			}

			@Override
			public Picker over(Candidate[] candidates, Rotation rotation) {
				return (context) -> (candidates.length != 0) ? candidates[0] : null;
			}

		};
		ConfiguredBalancing configured = configured(Stream.of(own), "discovery.load-balancer.hash.query=user",
				"discovery.load-balancer.hash.attribute= ", "discovery.load-balancer.services.orders.policy=first",
				"discovery.load-balancer.services.orders.hash.bounded-load=1.5",
				"discovery.load-balancer.services.orders.peak-ewma.decay-time=3s");
		assertThat(configured.apply("orders").policy()).isSameAs(own);
		assertThat(heard).containsExactly(new PolicySettings(new HashKey(null, null, "user", null), 1.5,
				new PeakEwmaSettings(Duration.ofSeconds(3), Duration.ofSeconds(1))));
	}

	private static ConfiguredBalancing configured(String... properties) {
		return configured(Stream.empty(), properties);
	}

	private static ConfiguredBalancing configured(Stream<Policy> beans, String... properties) {
		StandardEnvironment environment = new StandardEnvironment();
		TestPropertyValues.of(properties).applyTo(environment);
		return configured(environment, beans);
	}

	static ConfiguredBalancing configured(Environment environment, Stream<Policy> beans) {
		LoadBalancerProperties properties = Binder.get(environment)
			.bindOrCreate("discovery.load-balancer", LoadBalancerProperties.class);
		return new ConfiguredBalancing(properties, LocalityProperties.nearness(environment), new PolicyNames(beans),
				environment);
	}

}
