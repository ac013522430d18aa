package dev.discovery.backend.gossip;

import java.util.List;

import dev.discovery.backend.Lease;
import dev.discovery.backend.Recorder;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.testkit.Patience;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A member and what it sees of the service {@code orders}.
 */
record GossipSide(GossipNode node, GossipBackend backend, Recorder recorder) {

	static GossipSide of(GossipNode node) {
		GossipSide side = new GossipSide(node, new GossipBackend(node), new Recorder());
		side.backend.watch("orders", side.recorder);
		return side;
	}

	Lease register(Instance instance) {
		return new GossipRegistrar(this.node).register(instance, Health.UP);
	}

	List<Instance> seen() {
		List<ServiceSnapshot> snapshots = this.recorder.snapshots();
		return snapshots.isEmpty() ? List.of() : snapshots.get(snapshots.size() - 1).instances();
	}

	@Nullable Health health(int number) {
		return seen().stream()
			.filter((instance) -> instance.getInstanceId().equals("orders-" + number))
			.map(Instance::getHealth)
			.findFirst()
			.orElse(null);
	}

	List<String> up() {
		return seen().stream()
			.filter((instance) -> instance.getHealth() == Health.UP)
			.map(Instance::getInstanceId)
			.sorted()
			.toList();
	}

	void awaitUp(String... ids) {
		Patience.await().untilAsserted(() -> assertThat(up()).containsExactly(ids));
	}

	static Instance instance(int number) {
		return Instance.builder("orders", "10.0.0." + number, 8080).instanceId("orders-" + number).build();
	}

}
