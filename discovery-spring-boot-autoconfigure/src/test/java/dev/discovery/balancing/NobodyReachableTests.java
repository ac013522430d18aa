package dev.discovery.balancing;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.Outcome;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.QuietLog;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a service of which those that are UP can't be reached, and others are DOWN.
 */
@ExtendWith(QuietLog.class)
class NobodyReachableTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	private final List<String> heard = new ArrayList<>();

	private final BalancingRuntime runtime = new BalancingRuntime(this.time, this.time, Randomness.seeded(1),
			new BalancingObserver() {

				@Override
				public void ejected(String serviceId, Instance instance, Ejection ejection) {
					NobodyReachableTests.this.heard.add(instance.getPort() + " " + ejection.reason());
				}

			});

	private Balancer balancer = balancer(BalancingSettings.of(Policies.leastRequest()));

	private final Set<Integer> dead = new HashSet<>();

	private final Set<Integer> called = new HashSet<>();

	private Balancer balancer(BalancingSettings settings) {
		return new Balancer(this.directory, (serviceId) -> settings, this.runtime);
	}

	@AfterEach
	void close() {
		this.directory.close();
	}

	@Test
	void callsWhoIsDownAgainEachTimeTheOnlyOneThatIsUpHasComeBackInVain() {
		answer(2);
		calls(10);
		this.dead.add(1);
		calls(10);
		assertThat(this.heard).containsExactly("1 UNREACHABLE");
		answer(2, 2);
		assertThat(calls(1_200)).as("failed in two minutes").isLessThanOrEqualTo(4);
		assertThat(this.heard).hasSizeGreaterThan(1).containsOnly("1 UNREACHABLE");
	}

	@Test
	void callsWhoIsDownWhereTheOnlyOneThatIsUpRefusesCalls() {
		answer(2);
		calls(10);
		answer(2, 2);
		this.dead.add(1);
		assertThat(calls(100)).isLessThanOrEqualTo(2);
		assertThat(this.heard).containsExactly("1 UNREACHABLE");
		assertThat(calls(100)).isZero();
	}

	@Test
	void callsWhoIsDownWhereNobodyHasEverAnswered() {
		this.dead.add(1);
		answer(3, 2, 3);
		assertThat(calls(100)).isLessThanOrEqualTo(2);
		assertThat(this.heard).containsExactly("1 UNREACHABLE");
	}

	@Test
	void takesNobodyOutForAnAnswerOfLongAgo() {
		answer(2);
		calls(10);
		answer(2, 2);
		this.dead.addAll(Set.of(1, 2));
		calls(20);
		assertThat(this.heard).isEmpty();
		assertThat(this.balancer.explain("orders").instances()).extracting(InstanceReport::reason)
			.containsExactly("the registry says UP, but no call has arrived lately: the next ones may",
					"the registry says DOWN, but nobody who is UP can be reached: calls may show better");
		this.dead.remove(1);
		assertThat(attempts(10)).as("without another attempt").isLessThan(10);
		this.called.clear();
		assertThat(attempts(100)).isZero();
		assertThat(this.called).as("the registry is believed again").containsExactly(1);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void waitsForWhoIsDownToAnswerAnew() {
		answer(2);
		calls(10);
		answer(2, 2);
		Candidate one = this.balancer.pool("orders").candidates().get(0);
		for (int i = 0; i < 10; i++) {
			one.stats().end(one.stats().begin(), Outcome.NEVER_SENT);
			this.time.advance(Duration.ofMillis(300));
		}
		assertThat(this.balancer.pool("orders").candidates()).hasSize(2);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void judgesWhoIsDownWithTheOthersThenSoThatADeadOneIsOut() {
		answer(4);
		calls(10);
		this.dead.add(1);
		calls(20);
		answer(4, 2, 3, 4);
		calls(10);
		this.dead.add(2);
		assertThat(calls(50)).isZero();
		assertThat(this.heard).containsExactly("1 UNREACHABLE", "2 UNREACHABLE");
		this.called.clear();
		calls(20);
		assertThat(this.called).containsExactlyInAnyOrder(3, 4);
	}

	@Test
	void takesOutNoMoreOfThoseThatAreUpThanWithoutTheOthers() {
		answer(8);
		calls(20);
		answer(8, 5, 6, 7, 8);
		this.dead.addAll(IntStream.rangeClosed(1, 8).boxed().toList());
		calls(100);
		assertThat(this.heard).filteredOn((event) -> event.charAt(0) <= '4').hasSize(2);
		assertThat(this.heard).hasSize(4).allMatch((event) -> event.endsWith("CONSECUTIVE_FAILURES"));
	}

	@Test
	void staysWithWhoIsUpWherePanicIsSwitchedOff() {
		this.balancer = balancer(BalancingSettings.of(Policies.leastRequest()).withPanicThreshold(0));
		answer(2, 2);
		this.dead.add(1);
		calls(20);
		assertThat(this.called).containsExactly(1);
	}

	/** Those of the ports are DOWN. */
	private void answer(int instances, Integer... down) {
		this.directory.prewarm(List.of("orders"));
		this.backend.answer("orders",
				IntStream.rangeClosed(1, instances)
					.mapToObj((port) -> ScriptedBackend.instance("orders", port)
						.withHealth(List.of(down).contains(port) ? Health.DOWN : Health.UP))
					.toArray(Instance[]::new));
	}

	/** Ten a second; how many fail. */
	private int calls(int count) {
		int failed = 0;
		for (int i = 0; i < count; i++) {
			failed += succeeds(this.balancer.call(this.balancer.pool("orders"), RequestView.NONE, true)) ? 0 : 1;
			this.time.advance(Duration.ofMillis(100));
		}
		return failed;
	}

	/** The same, once each. */
	private int attempts(int count) {
		int failed = 0;
		for (int i = 0; i < count; i++) {
			failed += succeeds(this.balancer.callOnce(this.balancer.pool("orders"), RequestView.NONE)) ? 0 : 1;
			this.time.advance(Duration.ofMillis(100));
		}
		return failed;
	}

	private boolean succeeds(Call call) {
		while (true) {
			Candidate candidate = call.begin();
			this.called.add(candidate.instance().getPort());
			if (!this.dead.contains(candidate.instance().getPort())) {
				call.answered(200, false);
				return true;
			}
			if (call.failed(new ConnectException("Connection refused"), false) == Call.GIVE_UP) {
				return false;
			}
		}
	}

}
