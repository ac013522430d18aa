package dev.discovery.survival;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.discovery.testkit.Apart;
import dev.discovery.testkit.CallLoad;
import dev.discovery.testkit.CallReport;
import dev.discovery.testkit.CallingApplication;
import dev.discovery.testkit.ServiceTargets;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every instance answers 503, so that every call would be repeated.
 */
@Apart
class RetryStormTests {

	private static final int GETS = 500;

	@Test
	void staysWithinTheBudget() {
		List<StubService> instances = Stream.generate(() -> new StubService(503)).limit(3).toList();
		try (ConfigurableApplicationContext caller = run(instances);
				CallLoad load = CallLoad.start("storm", ServiceTargets.of(caller, "storm"), GETS, 0)) {
			Instant begin = Instant.now();
			Timing.awaitLoad(begin);
			CallReport report = load.stop();
			Duration time = Duration.between(begin, Instant.now());
			int requests = report.calls().size();
			int attempts = instances.stream().mapToInt(StubService::requests).sum();
			LogFactory.getLog(RetryStormTests.class)
				.info(report.summary() + "; the instances saw " + attempts + " in " + time.toMillis() + " ms");
			assertThat(report.failed()).hasSize(requests);
			assertThat(attempts).isGreaterThan(requests)
				.isLessThanOrEqualTo((int) (1.2 * requests + 10 * time.toMillis() / 1000.0 + 100));
		}
		finally {
			instances.forEach(StubService::close);
		}
	}

	private static ConfigurableApplicationContext run(List<StubService> instances) {
		return new SpringApplicationBuilder(CallingApplication.class)
			.properties(IntStream.range(0, instances.size())
				.mapToObj((i) -> "discovery.in-memory.services.storm[" + i + "].uri=http://127.0.0.1:"
						+ instances.get(i).port())
				.toArray(String[]::new))
			.properties("spring.application.name=caller", "server.port=0", "discovery.registration.instance-id=caller",
					"discovery.registration.drain=0s", "spring.reactor.netty.shutdown-quiet-period=20ms")
			.run();
	}

}
