package dev.discovery.cloud.loadbalancer;

import java.util.ArrayList;
import java.util.List;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.limit.CircuitState;
import dev.discovery.balancing.limit.Refusal;
import dev.discovery.observe.DiscoveryObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import org.springframework.cloud.client.circuitbreaker.CircuitBreakerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Cloud's circuit breakers around load-balanced calls. Resilience4j is on the
 * class path of the peers only: its auto-configuration would be in all tests.
 */
@EnabledIfSystemProperty(named = "discovery.matrix.added", matches = "peers")
class CircuitBreakerFactoryTests {

	private final EchoServer server = new EchoServer();

	private ConfigurableApplicationContext context;

	@AfterEach
	void stop() {
		this.context.close();
		this.server.close();
	}

	private void run(boolean ours) {
		LiveBackend backend = new LiveBackend().with("inventory", this.server.port());
		this.context = CallApplication.run(Application.class, backend,
				"discovery.load-balancer.services.inventory.circuit-breaker.enabled=" + ours,
				// a second is little where many tests run at once
				"spring.cloud.circuitbreaker.resilience4j.disable-time-limiter=true",
				"spring.cloud.circuitbreaker.resilience4j.disable-thread-pool=true");
	}

	@Test
	void aLoadBalancedCallRunsInACircuitBreakerOfSpringClouds() {
		run(false);
		assertThat(call("/hello")).isEqualTo("GET " + this.server.port());
		for (int i = 0; i < 99; i++) {
			assertThat(call("/status/500")).isEqualTo("fallback: InternalServerError");
		}
		// Resilience4j's own
		assertThat(call("/hello")).isEqualTo("fallback: CallNotPermittedException");
		assertThat(this.context.getBean(Balancer.class).explain("inventory").admission().inFlight()).isZero();
	}

	@Test
	void ourOwnCircuitOpensInsideOfIt() {
		run(true);
		for (int i = 0; i < 20; i++) {
			assertThat(call("/status/500")).isEqualTo("fallback: InternalServerError");
		}
		assertThat(call("/hello")).isEqualTo("fallback: CircuitOpenException");
		assertThat(this.context.getBean(Balancer.class).explain("inventory").admission().circuit())
			.isEqualTo(CircuitState.OPEN);
		assertThat(this.context.getBean(Refusals.class).seen).containsExactly(Refusal.CIRCUIT_OPEN);
	}

	private String call(String path) {
		RestClient client = this.context.getBean(RestClient.Builder.class).build();
		CircuitBreakerFactory<?, ?> breakers = this.context.getBean(CircuitBreakerFactory.class);
		return breakers.create("inventory")
			.run(() -> client.get().uri("http://inventory" + path).retrieve().body(String.class),
					(failure) -> "fallback: " + failure.getClass().getSimpleName());
	}

	/**
	 * An application that hears of refused calls.
	 */
	static class Application extends CallApplication {

		@Bean
		Refusals refusals() {
			return new Refusals();
		}

	}

	/**
	 * Those that were refused.
	 */
	static class Refusals implements DiscoveryObserver {

		private final List<Refusal> seen = new ArrayList<>();

		@Override
		public synchronized void refused(String serviceId, Refusal why) {
			this.seen.add(why);
		}

	}

}
