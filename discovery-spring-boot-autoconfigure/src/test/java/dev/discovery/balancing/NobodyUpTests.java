package dev.discovery.balancing;

import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.Outcome;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a service of which the registry says that nobody is UP.
 */
class NobodyUpTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	private final BalancingRuntime runtime = new BalancingRuntime(this.time, this.time, Randomness.seeded(1),
			BalancingObserver.NONE);

	private final Balancer balancer = new Balancer(this.directory,
			(serviceId) -> BalancingSettings.of(Policies.leastRequest()), this.runtime);

	@AfterEach
	void close() {
		this.directory.close();
	}

	@Test
	void callsWhoIsDownOnlyWhenTheRegistrySaysSoOfAll() {
		Instance one = ScriptedBackend.instance("orders", 1);
		Instance two = ScriptedBackend.instance("orders", 2);
		Instance leaving = ScriptedBackend.instance("orders", 3).withHealth(Health.OUT_OF_SERVICE);
		this.directory.entry("orders");
		this.backend.answer("orders", one.withHealth(Health.DOWN), two.withHealth(Health.DOWN), leaving);
		assertThat(picks(100)).containsOnly(Map.entry("orders-localhost-1", 50L), Map.entry("orders-localhost-2", 50L));
		Call call = this.balancer.call(this.balancer.pool("orders"), RequestView.NONE, true);
		Candidate first = call.begin();
		assertThat(call.failed(new ConnectException("Connection refused"), false)).isZero();
		assertThat(call.begin()).isNotSameAs(first);
		call.answered(200, false);
		this.backend.answer("orders", one.withHealth(Health.DOWN), two, leaving);
		assertThat(picks(100)).containsOnly(Map.entry("orders-localhost-2", 100L));
	}

	@Test
	void picksLastWhoFailedItsLastCallAsLongAsSomebodyElseIsLeft() {
		Instance one = ScriptedBackend.instance("orders", 1);
		Instance two = ScriptedBackend.instance("orders", 2);
		Instance three = ScriptedBackend.instance("orders", 3);
		this.directory.entry("orders");
		this.backend.answer("orders", one, two, three);
		fail("orders-localhost-1");
		fail("orders-localhost-2");
		this.backend.answer("orders", one.withHealth(Health.DOWN), two.withHealth(Health.DOWN),
				three.withHealth(Health.DOWN));
		assertThat(picks(100)).containsOnly(Map.entry("orders-localhost-3", 100L));
		assertThat(report("orders-localhost-1").reason())
			.isEqualTo("picked last: the registry says DOWN, and its own last call failed");
		assertThat(report("orders-localhost-3").reason())
			.isEqualTo("the registry says DOWN, but nobody who is UP can be reached: calls may show better");
		Call call = this.balancer.call(this.balancer.pool("orders"), RequestView.NONE, true);
		call.begin();
		call.failed(new ConnectException("Connection refused"), false);
		assertThat(call.begin()).as("another one, if nothing else is left").isNotNull();
		call.answered(200, false);
		this.backend.answer("orders", one, two, three);
		assertThat(picks(90)).hasSize(3);
	}

	@Test
	void ejectsWhoFailsWhileAllAreDownUntilTheRegistrySaysUp() {
		Instance one = ScriptedBackend.instance("orders", 1);
		Instance two = ScriptedBackend.instance("orders", 2);
		this.directory.prewarm(List.of("orders"));
		this.backend.answer("orders", one.withHealth(Health.DOWN), two.withHealth(Health.DOWN));
		for (int i = 0; i < 3; i++) {
			fail("orders-localhost-1");
		}
		assertThat(picks(100)).containsOnly(Map.entry("orders-localhost-2", 100L));
		this.time.advance(Duration.ofMinutes(2));
		assertThat(report("orders-localhost-1").reason()).startsWith("ejected for ");
		assertThat(picks(100)).containsOnly(Map.entry("orders-localhost-2", 100L));
		this.backend.answer("orders", one, two);
		this.time.advance(Duration.ofMinutes(2));
		assertThat(picks(100)).containsOnly(Map.entry("orders-localhost-1", 50L), Map.entry("orders-localhost-2", 50L));
	}

	/** As when a registry that stood still finds one lease run out before the other. */
	@Test
	void callsWhoIsDownWhereNobodyElseCanBeReached() {
		Instance one = ScriptedBackend.instance("orders", 1);
		Instance two = ScriptedBackend.instance("orders", 2);
		this.directory.prewarm(List.of("orders"));
		this.backend.answer("orders", one, two);
		Candidate alive = this.balancer.pool("orders")
			.candidates()
			.stream()
			.filter((candidate) -> candidate.instance().getPort() == 2)
			.findFirst()
			.orElseThrow();
		alive.stats().end(alive.stats().begin(), Outcome.SUCCESS);
		for (int i = 0; i < 3; i++) {
			fail("orders-localhost-1");
		}
		assertThat(picks(100)).containsOnly(Map.entry("orders-localhost-2", 100L));
		this.backend.answer("orders", one, two.withHealth(Health.DOWN));
		assertThat(picks(100)).containsOnly(Map.entry("orders-localhost-2", 100L));
		assertThat(report("orders-localhost-1").reason()).startsWith("ejected for ");
		assertThat(report("orders-localhost-2").reason())
			.isEqualTo("the registry says DOWN, but nobody who is UP can be reached: calls may show better");
	}

	private void fail(String id) {
		InstanceStats stats = this.balancer.pool("orders")
			.candidates()
			.stream()
			.filter((candidate) -> candidate.instance().getInstanceId().equals(id))
			.findFirst()
			.orElseThrow()
			.stats();
		stats.end(stats.begin(), Outcome.NEVER_SENT);
	}

	private InstanceReport report(String id) {
		return this.balancer.explain("orders")
			.instances()
			.stream()
			.filter((report) -> report.instance().getInstanceId().equals(id))
			.findFirst()
			.orElseThrow();
	}

	private Map<String, Long> picks(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> this.balancer.pool("orders").pick(PickContext.NONE).instance().getInstanceId())
			.collect(Collectors.groupingBy((id) -> id, Collectors.counting()));
	}

	@Test
	void callsNobodyWhoIsDownWherePanicIsSwitchedOff() {
		BalancingSettings calm = BalancingSettings.of(Policies.leastRequest()).withPanicThreshold(0);
		Balancer own = new Balancer(this.directory, (serviceId) -> calm, this.runtime);
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1).withHealth(Health.DOWN));
		assertThat(own.pool("orders").pick(PickContext.NONE)).isNull();
	}

}
