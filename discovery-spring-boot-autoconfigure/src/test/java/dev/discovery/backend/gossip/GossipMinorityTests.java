package dev.discovery.backend.gossip;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.MirrorBackend;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.backend.gossip.swim.SwimSettings;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.BalancingObserver;
import dev.discovery.balancing.BalancingRuntime;
import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who is given up after it was lost, and who isn't, from the roll through the
 * mirror and the directory to the balancer.
 */
@ExtendWith(OutputCaptureExtension.class)
class GossipMinorityTests {

	private static final Duration HOLD = Duration.ofMinutes(1);

	private final VirtualTime time = new VirtualTime();

	private final BackendRuntime runtime = new BackendRuntime("gossip", this.time, this.time, Randomness.seeded(1),
			RegistryObserver.NONE);

	private final Roll roll = new Roll(
			this.runtime, new GossipSettings(new SwimSettings("test", InetAddress.getLoopbackAddress(), 0, null, 0,
					List.of(), SwimSettings.Pace.DEFAULT, () -> null), 16 * 1024, HOLD, Duration.ofSeconds(5)),
			Runnable::run);

	private final ServiceDirectory directory = new ServiceDirectory(new MirrorBackend(this.runtime, (sink) -> {
		Followers.Session session = Followers.Session.of(sink);
		this.roll.follow(session);
		return session.end();
	}, UnaryOperator.identity()), DirectorySettings.DEFAULT, this.time, this.time, DirectoryObserver.NONE);

	private final Balancer balancer = new Balancer(this.directory,
			(serviceId) -> BalancingSettings.of(Policies.leastRequest()),
			new BalancingRuntime(this.time, this.time, Randomness.seeded(1), BalancingObserver.NONE));

	GossipMinorityTests() {
		this.roll.change("self", instance("orders", 0));
		this.directory.prewarm(Set.of("orders", "payments"));
		this.time.runDue();
	}

	@AfterEach
	void close() {
		this.directory.close();
	}

	@Test
	void aMajorityGivesUpWhoWasLostWhenItsTimeIsOver() {
		present("orders", 1, 2);
		present("payments", 3, 4);
		lose(3, 4);
		assertThat(seen("payments")).containsExactly("3 DOWN", "4 DOWN");
		this.time.advance(HOLD.minusSeconds(1));
		assertThat(seen("payments")).containsExactly("3 DOWN", "4 DOWN");
		this.time.advance(Duration.ofSeconds(1));
		assertThat(seen("payments")).isEmpty();
	}

	@Test
	void aMinorityKeepsAndCallsWhoWasLostForAsLongAsItIsOne(CapturedOutput output) {
		present("orders", 1);
		present("payments", 2, 3, 4);
		lose(2, 3, 4);
		this.time.advance(Duration.ofHours(10));
		assertThat(seen("payments")).containsExactly("2 DOWN", "3 DOWN", "4 DOWN");
		assertThat(picks("payments")).containsOnlyKeys("payments-2", "payments-3", "payments-4");
		assertThat(picks("orders")).containsOnlyKeys("orders-0", "orders-1");
		assertThat(output.getOut().split("has lost 3 members and sees 1 others", -1)).hasSize(2);
		assertThat(output).doesNotContain("sees most of its members again");
	}

	@Test
	void whatWasLostIsCalledWhereNobodyElseIsThereOnly() {
		present("payments", 1, 2);
		present("orders", 3);
		lose(1);
		assertThat(picks("payments")).containsOnlyKeys("payments-2");
		lose(2);
		assertThat(picks("payments")).containsOnlyKeys("payments-1", "payments-2");
		present("payments", 2);
		assertThat(picks("payments")).containsOnlyKeys("payments-2");
	}

	@Test
	void whenMostAreBackTheOthersHaveAsLongAsAnyWhoWasLost(CapturedOutput output) {
		present("orders", 1);
		present("payments", 2, 3, 4);
		lose(2, 3, 4);
		this.time.advance(Duration.ofHours(1));
		present("payments", 2);
		this.time.advance(HOLD.minusSeconds(1));
		assertThat(seen("payments")).containsExactly("2 UP", "3 DOWN", "4 DOWN");
		present("payments", 3);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(seen("payments")).containsExactly("2 UP", "3 UP");
		assertThat(output).containsOnlyOnce("sees most of its members again");
	}

	@Test
	void halvesOfOneSizeGiveUpAsIsUsual() {
		present("orders", 1);
		present("payments", 2, 3);
		lose(2, 3);
		this.time.advance(HOLD);
		assertThat(seen("payments")).isEmpty();
	}

	@Test
	void whoIsLostTwiceHasItsTimeTwice() {
		present("orders", 1, 2);
		present("payments", 3);
		lose(3);
		this.time.advance(HOLD.dividedBy(2));
		present("payments", 3);
		lose(3);
		this.time.advance(HOLD.minusSeconds(1));
		assertThat(seen("payments")).containsExactly("3 DOWN");
		this.time.advance(Duration.ofSeconds(1));
		assertThat(seen("payments")).isEmpty();
	}

	@Test
	void whoIsSeenAtTheAddressOfOneThatWasLostReplacesIt() {
		present("payments", 1, 2, 3);
		lose(1, 2, 3);
		this.time.advance(HOLD.multipliedBy(2));
		this.roll.present("new", "10.0.0.1:7946", said(instance("payments", 9)));
		assertThat(seen("payments")).containsExactly("2 DOWN", "3 DOWN", "9 UP");
	}

	@Test
	void whoHasTheInstancesOfOneThatWasLostReplacesIt() {
		present("payments", 1, 2, 3);
		lose(1, 2, 3);
		this.roll.present("new", "10.0.0.9:1", said(instance("payments", 2)));
		this.roll.left("new");
		assertThat(seen("payments")).containsExactly("1 DOWN", "3 DOWN");
	}

	@Test
	void whoIsLostAfterItWasReplacedIsNotListed() {
		present("payments", 1);
		this.roll.present("new", "10.0.0.1:7946", said(instance("payments", 9)));
		lose(1);
		assertThat(seen("payments")).containsExactly("9 UP");
	}

	@Test
	void whoIsApartGivesUpNobodyAndKnowsThemWhenItHasJoinedAnew() {
		present("payments", 1, 2);
		this.roll.loseOthers();
		this.roll.fail(new BackendException(Kind.UNREACHABLE, "nobody answers"));
		this.time.advance(HOLD.multipliedBy(3));
		assertThat(seen("payments")).containsExactly("1 DOWN", "2 DOWN");
		present("orders", 3);
		this.time.advance(HOLD.minusSeconds(1));
		assertThat(seen("payments")).containsExactly("1 DOWN", "2 DOWN");
	}

	@Test
	void whoOnlyReadsIsNotCounted() {
		IntStream.range(10, 20)
			.forEach((i) -> this.roll.present("member-" + i, "10.0.0." + i + ":7946", ByteBuffer.allocate(0)));
		present("payments", 1);
		IntStream.range(10, 20).forEach((i) -> this.roll.lost("member-" + i));
		lose(1);
		this.time.advance(HOLD);
		assertThat(seen("payments")).isEmpty();
	}

	@Test
	void ofTooManyWhoWereLostTheFirstAreForgotten() {
		MemberTable table = new MemberTable();
		int all = MemberTable.MAX_LOST + 3;
		IntStream.range(0, all).forEach((i) -> table.put("" + i, "host:" + i, List.of(instance("payments", i))));
		IntStream.range(0, all).forEach((i) -> table.lose("" + i, i));
		assertThat(table.lost()).isEqualTo(MemberTable.MAX_LOST);
		assertThat(table.all(List.of()).get("payments")).extracting(Instance::getInstanceId)
			.hasSize(MemberTable.MAX_LOST)
			.doesNotContain("payments-2")
			.contains("payments-3");
	}

	private void present(String serviceId, int... numbers) {
		for (int i : numbers) {
			this.roll.present("member-" + i, "10.0.0." + i + ":7946", said(instance(serviceId, i)));
		}
	}

	private void lose(int... numbers) {
		for (int i : numbers) {
			this.roll.lost("member-" + i);
		}
	}

	private List<String> seen(String serviceId) {
		List<String> seen = new ArrayList<>();
		this.directory.lookup(serviceId)
			.instances()
			.forEach((instance) -> seen
				.add(instance.getInstanceId().substring(serviceId.length() + 1) + " " + instance.getHealth()));
		return seen;
	}

	private Map<String, Integer> picks(String serviceId) {
		Map<String, Integer> picks = new TreeMap<>();
		for (int i = 0; i < 100; i++) {
			Candidate picked = this.balancer.pool(serviceId).pick(PickContext.NONE);
			assertThat(picked).isNotNull();
			picks.merge(picked.instance().getInstanceId(), 1, Integer::sum);
		}
		return picks;
	}

	private ByteBuffer said(Instance instance) {
		return ByteBuffer.wrap(new MemberCodec(this.runtime, 16 * 1024).write(List.of(instance)));
	}

	private static Instance instance(String serviceId, int number) {
		return Instance.builder(serviceId, "10.0." + number / 250 + "." + (1 + number % 250), 8080)
			.instanceId(serviceId + "-" + number)
			.health(Health.UP)
			.build();
	}

}
