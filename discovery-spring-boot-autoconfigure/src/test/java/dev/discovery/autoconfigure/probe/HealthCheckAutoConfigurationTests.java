package dev.discovery.autoconfigure.probe;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.fitness.probe.ActiveProber;
import dev.discovery.model.Instance;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.testkit.NewThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class HealthCheckAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DiscoveryAutoConfiguration.class, HealthCheckAutoConfiguration.class))
		.withBean(ScriptedBackend.class);

	@Test
	void probesNobodyUnlessToldTo() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(ActiveProber.class));
		this.runner.withPropertyValues("discovery.health-check.enabled=true", "discovery.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ActiveProber.class));
		this.runner
			.withPropertyValues("discovery.health-check.interval=10s",
					"discovery.health-check.services.orders.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ActiveProber.class));
	}

	@Test
	void looksAtNothingWhereDiscoveryIsSwitchedOff() {
		this.runner.withPropertyValues("discovery.enabled=false", "discovery.health-check.interval=abc")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ActiveProber.class));
	}

	@Test
	void probesAllButOneOrOneButNoOther() {
		this.runner
			.withPropertyValues("discovery.health-check.enabled=true",
					"discovery.health-check.services.orders.enabled=false")
			.run((context) -> {
				assertThat(context.getBean(ActiveProber.class).probes("orders")).isFalse();
				assertThat(context.getBean(ActiveProber.class).probes("billing")).isTrue();
			});
		this.runner.withPropertyValues("discovery.health-check.services.orders.enabled=true").run((context) -> {
			assertThat(context.getBean(ActiveProber.class).probes("orders")).isTrue();
			assertThat(context.getBean(ActiveProber.class).probes("billing")).isFalse();
		});
	}

	@Test
	void probesByThePathAndTheTypeOfTheServiceAndLeavesNoThread() throws Exception {
		NewThreads threads = NewThreads.fromNow();
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/fine") ? 200 : 503, -1);
			exchange.close();
		});
		server.start();
		try {
			this.runner.withPropertyValues("discovery.health-check.enabled=true", "discovery.health-check.path=/bad",
					"discovery.health-check.interval=60s", "discovery.health-check.timeout=60s",
					"discovery.health-check.services.fine.path=/fine", "discovery.health-check.services.bare.type=tcp")
				.run((context) -> {
					ActiveProber prober = context.getBean(ActiveProber.class);
					assertThat(check(prober, "fine", server)).isTrue();
					assertThat(check(prober, "bare", server)).isTrue();
					assertThat(check(prober, "orders", server)).isFalse();
				});
		}
		finally {
			server.stop(0);
		}
		threads.awaitNone("discovery");
	}

	private static boolean check(ActiveProber prober, String serviceId, HttpServer server) {
		Instance instance = Instance.builder(serviceId, "127.0.0.1", server.getAddress().getPort()).build();
		prober.follow(serviceId, List.of(instance));
		return prober.check(serviceId, instance).toCompletableFuture().join();
	}

	@ParameterizedTest
	@CsvSource({ "path, health", "path, /a/../b", "interval, 10ms", "timeout, 0s", "failure-threshold, 0",
			"success-threshold, 101", "parallelism, 0", "ssl.bundle, nowhere", "services.orders.path, //evil",
			"services.orders.interval, 0s", "services.orders.timeout, -1s" })
	void saysWhichPropertyIsWrong(String property, String value) {
		this.runner
			.withPropertyValues("discovery.health-check.enabled=true",
					"discovery.health-check." + property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidDiscoveryPropertyException.class)
				.hasMessageContaining("discovery.health-check." + property));
	}

}
