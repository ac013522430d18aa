package dev.discovery.backend.gossip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.Lease;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.testkit.NewThreads;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Members come, go, crash and lose each other.
 */
class GossipMembersTests {

	private final NewThreads threads = NewThreads.fromNow();

	private final GossipCluster cluster = new GossipCluster();

	private final GossipSide seed = GossipSide.of(this.cluster.seed());

	@AfterEach
	void leavesNoThread() {
		this.cluster.close();
		this.threads.awaitNone("sc-cluster");
	}

	@Test
	void allSeeAll() {
		List<GossipSide> sides = new ArrayList<>(List.of(this.seed));
		this.seed.register(GossipSide.instance(0));
		for (int i = 1; i < 5; i++) {
			GossipSide side = GossipSide.of(this.cluster.node("member-" + i));
			side.register(GossipSide.instance(i));
			sides.add(side);
		}
		sides.forEach((side) -> side.awaitUp("orders-0", "orders-1", "orders-2", "orders-3", "orders-4"));
		assertThat(sides).allSatisfy((side) -> assertThat(side.recorder().errors()).isEmpty());
	}

	@Test
	void whoLeavesIsOutOfServiceFirstAndThenGone() {
		GossipSide member = GossipSide.of(this.cluster.node("member"));
		Lease lease = member.register(GossipSide.instance(1));
		this.seed.awaitUp("orders-1");
		lease.report(Health.OUT_OF_SERVICE);
		Patience.await().until(() -> this.seed.health(1) == Health.OUT_OF_SERVICE);
		assertThat(lease.release().toCompletableFuture()).succeedsWithin(Patience.LIMIT);
		assertThat(this.seed.seen()).isEmpty();
	}

	@Test
	void whoClosesWithoutReleasingIsGoneWithoutBeingSuspected() {
		GossipSide member = GossipSide.of(this.cluster.node("member"));
		member.register(GossipSide.instance(1));
		this.seed.awaitUp("orders-1");
		member.node().close();
		Patience.await().until(() -> this.seed.seen().isEmpty());
		assertThat(this.seed.recorder().snapshots()).noneMatch((
				snapshot) -> snapshot.instances().stream().anyMatch((instance) -> instance.getHealth() == Health.DOWN));
	}

	@Test
	void whoCrashesIsDownAndThenGone() {
		GossipSide member = GossipSide.of(this.cluster.node("member"));
		member.register(GossipSide.instance(1));
		this.seed.awaitUp("orders-1");
		this.cluster.network.kill("member");
		Patience.await().until(() -> this.seed.health(1) == Health.DOWN);
		Patience.await().until(() -> this.seed.seen().isEmpty());
		assertThat(this.seed.recorder().errors()).isEmpty();
	}

	@Test
	void whoStartsAnewAtTheSameAddressIsNewAtOnce() {
		GossipSide first = GossipSide.of(this.cluster.node("member"));
		first.register(registered(1, 1000));
		this.seed.awaitUp("orders-1");
		int port = this.cluster.port("member");
		this.cluster.network.kill("member");
		GossipSide second = GossipSide.of(this.cluster.node("member-2", port, UnaryOperator.identity()));
		second.register(registered(1, 2000));
		Patience.await()
			.untilAsserted(() -> assertThat(this.seed.seen()).singleElement()
				.satisfies(
						(instance) -> assertThat(instance.getMetadata()).containsEntry(Instance.REGISTERED_AT, "2000"))
				.satisfies((instance) -> assertThat(instance.getHealth()).isEqualTo(Health.UP)));
		Patience.pass(this.cluster.settings("test", 0).lostHold().multipliedBy(3));
		assertThat(this.seed.up()).containsExactly("orders-1");
	}

	@Test
	void whoHasLostEverybodySaysSoAndJoinsAnew() {
		GossipSide member = GossipSide.of(this.cluster.node("member"));
		member.register(GossipSide.instance(1));
		this.seed.register(GossipSide.instance(0));
		member.awaitUp("orders-0", "orders-1");
		this.cluster.network.cutOff("member");
		Patience.await().until(() -> !member.recorder().errors().isEmpty());
		assertThat(member.recorder().errors().get(0)).hasMessageContaining("discovery.gossip.seeds")
			.extracting(BackendException::kind)
			.isEqualTo(BackendException.Kind.UNREACHABLE);
		assertThat(member.up()).containsExactly("orders-0", "orders-1");
		this.cluster.network.heal();
		Patience.await().until(() -> member.recorder().last() instanceof ServiceSnapshot);
		member.awaitUp("orders-0", "orders-1");
		this.seed.awaitUp("orders-0", "orders-1");
	}

	@Test
	void otherClustersAreNeitherHeardNorTold() {
		GossipSide stranger = GossipSide
			.of(this.cluster.node(this.seed.node().runtime(), "stranger", this.cluster.settings("other", 0)));
		stranger.register(GossipSide.instance(6));
		this.seed.register(GossipSide.instance(0));
		Patience.await().until(() -> !stranger.recorder().errors().isEmpty());
		assertThat(stranger.recorder().snapshots()).isEmpty();
		this.seed.awaitUp("orders-0");
		assertThat(this.seed.node().hasOthers().join()).isFalse();
	}

	private static Instance registered(int number, long at) {
		return Instance.builder("orders", "10.0.0." + number, 8080)
			.instanceId("orders-" + number)
			.metadata(Map.of(Instance.REGISTERED_AT, Long.toString(at)))
			.build();
	}

}
