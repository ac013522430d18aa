package dev.discovery.backend.gossip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.RegistryObserver;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Patience;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Five members are cut in three and two. Their protocol is real, and so are its times;
 * those of the backend are the test's.
 */
class GossipPartitionTests {

	private static final Duration HOLD = Duration.ofMinutes(1);

	private static final String[] ALL = { "orders-0", "orders-1", "orders-2", "orders-3", "orders-4" };

	private final VirtualTime time = VirtualTime.flowing();

	private final GossipCluster cluster = new GossipCluster();

	private final List<GossipSide> sides = new ArrayList<>();

	@BeforeEach
	void start() {
		this.sides.add(GossipSide.of(this.cluster.seed()));
		for (int i = 1; i < 5; i++) {
			GossipSettings usual = this.cluster.settings("test", 0);
			BackendRuntime runtime = new BackendRuntime("gossip", this.time, this.time, Randomness.seeded(i),
					RegistryObserver.NONE);
			this.sides.add(GossipSide.of(this.cluster.node(runtime, "member-" + i,
					new GossipSettings(usual.swim(), usual.maxMetadata(), HOLD, usual.heartbeat()))));
		}
		for (int i = 0; i < 5; i++) {
			this.sides.get(i).register(GossipSide.instance(i));
		}
		this.sides.forEach((side) -> side.awaitUp(ALL));
	}

	@AfterEach
	void close() {
		this.cluster.close();
		this.time.close();
	}

	@Test
	void theMinorityKeepsWhatTheMajorityGivesUpAndTheyFindEachOtherAgain() {
		GossipSide majority = this.sides.get(1);
		GossipSide minority = this.sides.get(3);
		this.sides.get(1).register(instance("payments"));
		this.sides.get(4).register(instance("invoices"));
		ServiceDirectory here = directory(minority);
		ServiceDirectory there = directory(majority);
		Patience.await().until(() -> here.lookup("payments").up().size() == 1);
		Patience.await().until(() -> there.lookup("invoices").up().size() == 1);
		this.cluster.network.cut(Set.of("seed", "member-1", "member-2"), Set.of("member-3", "member-4"));
		minority.awaitUp("orders-3", "orders-4");
		majority.awaitUp("orders-0", "orders-1", "orders-2");
		assertThat(minority.seen()).hasSize(5);
		assertThat(majority.seen()).hasSize(5);
		// told service by service
		Patience.await().until(() -> isDown(here, "payments") && isDown(there, "invoices"));
		this.time.advance(HOLD);
		Patience.await().until(() -> majority.seen().size() == 3 && there.lookup("invoices").instances().isEmpty());
		this.time.advance(HOLD.multipliedBy(5));
		assertThat(minority.seen()).hasSize(5);
		assertThat(isDown(here, "payments")).isTrue();
		this.cluster.network.heal();
		this.sides.forEach((side) -> side.awaitUp(ALL));
		Patience.await().until(() -> here.lookup("payments").up().size() == 1);
		Patience.await().until(() -> there.lookup("invoices").up().size() == 1);
		assertThat(this.sides).allSatisfy((side) -> assertThat(side.recorder().errors()).isEmpty());
		assertThat(minority.recorder().snapshots().stream().dropWhile((snapshot) -> snapshot.instances().size() < 5))
			.as("the minority never gave anybody up")
			.allMatch((snapshot) -> snapshot.instances().size() == 5);
	}

	private static boolean isDown(ServiceDirectory directory, String serviceId) {
		List<Instance> instances = directory.lookup(serviceId).instances();
		return instances.size() == 1 && instances.get(0).getHealth() == Health.DOWN;
	}

	private ServiceDirectory directory(GossipSide side) {
		return new ServiceDirectory(side.backend(), DirectorySettings.DEFAULT, this.time, this.time,
				DirectoryObserver.NONE);
	}

	private static Instance instance(String serviceId) {
		return Instance.builder(serviceId, "10.0.0.9", 8080).build();
	}

}
