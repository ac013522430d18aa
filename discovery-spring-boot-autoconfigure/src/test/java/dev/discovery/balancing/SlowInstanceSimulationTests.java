package dev.discovery.balancing;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.discovery.balancing.SlowInstanceSimulation.Result;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.testkit.QuietLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a policy makes of one slow instance among ten. The table is that of
 * {@code docs/load-balancing.md}.
 */
@ExtendWith(QuietLog.class)
class SlowInstanceSimulationTests {

	private static final int CLIENTS = 5;

	private static final long SEED = 1;

	@Test
	void takingTurnsDrownsTheSlowOneAndLookingSparesIt() {
		Map<String, Result> results = run(4_000);
		Result turns = results.get("round-robin");
		assertThat(turns.timeouts()).isGreaterThan(5);
		assertThat(results.get("least-request").p99()).isLessThan(turns.p99() / 4);
		assertThat(results.get("peak-ewma").p99()).isLessThan(turns.p99() / 10);
		assertThat(results.get("least-request").timeouts()).isZero();
		assertThat(results.get("peak-ewma").timeouts()).isZero();
		assertThat(results.get("consistent-hash, bounded 1.25").p99())
			.isLessThan(results.get("consistent-hash").p99() / 4);
	}

	@Test
	void evenWhereTheSlowOneKeepsUpFewerCallsHaveToWaitForIt() {
		Map<String, Result> results = run(1_000);
		Result turns = results.get("round-robin");
		assertThat(results.get("least-request").slow()).isLessThan(turns.slow() * 2 / 3);
		assertThat(results.get("least-request").p99()).isLessThan(turns.p99() * 0.85);
		assertThat(results.get("peak-ewma").slow()).isLessThan(turns.slow() / 10);
		assertThat(results.get("peak-ewma").p99()).isLessThan(turns.p99() / 3);
	}

	private static Map<String, Result> run(int callsPerSecond) {
		Map<String, Result> results = new LinkedHashMap<>();
		PolicyContractTests.policies()
			.forEach((policy) -> results.put(name(policy, results),
					SlowInstanceSimulation.run(policy, CLIENTS, callsPerSecond, SEED)));
		System.out.printf(Locale.ROOT, "%d calls per second%n", callsPerSecond);
		results.forEach((name, result) -> System.out.printf(Locale.ROOT,
				"| %-29s | %4.1f ms | %4.0f ms | %4.1f %% | %4.1f %% |%n", name, result.p50(), result.p99(),
				result.timeouts(), result.slow()));
		return results;
	}

	private static String name(Policy policy, Map<String, Result> results) {
		return results.containsKey(policy.name()) ? policy.name() + ", bounded 1.25" : policy.name();
	}

}
