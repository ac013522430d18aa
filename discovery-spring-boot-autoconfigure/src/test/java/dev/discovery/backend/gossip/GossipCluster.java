package dev.discovery.backend.gossip;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.gossip.swim.SwimSettings;
import dev.discovery.testkit.Patience;
import dev.discovery.time.Scheduler;
import dev.discovery.time.ThreadScheduler;

/**
 * Several members in one JVM, at ten times the usual pace. The first is the seed.
 */
final class GossipCluster implements AutoCloseable {

	static final SwimSettings.Pace PACE = new SwimSettings.Pace(Duration.ofMillis(100), Duration.ofMillis(80), 4,
			Duration.ofMillis(20), Duration.ofMillis(500));

	final EmulatedNetwork network = new EmulatedNetwork();

	private final Scheduler scheduler = new ThreadScheduler("gossip-test");

	private final List<GossipNode> nodes = new ArrayList<>();

	/**
	 * Starts the member that all others ask first.
	 */
	GossipNode seed() {
		return seed(0);
	}

	GossipNode seed(int port) {
		GossipNode seed = node("seed", port, UnaryOperator.identity());
		// one before it may still be there
		Patience.await().ignoreExceptions().until(() -> seed.announced("").get() == null);
		return seed;
	}

	GossipNode node(String name) {
		return node(name, 0, UnaryOperator.identity());
	}

	GossipNode node(String name, int port, UnaryOperator<GossipSettings> change) {
		return node(BackendRuntime.of("gossip", this.scheduler), name, change.apply(settings("test", port)));
	}

	GossipNode node(BackendRuntime runtime, String name, GossipSettings settings) {
		return node(runtime, name, settings, Seeds.Resolver.SYSTEM);
	}

	GossipNode node(BackendRuntime runtime, String name, GossipSettings settings, Seeds.Resolver resolver) {
		GossipNode node = new GossipNode(runtime, settings, this.network.of(name), resolver);
		this.nodes.add(node);
		return node;
	}

	GossipSettings settings(String cluster, int port) {
		return new GossipSettings(
				new SwimSettings(cluster, InetAddress.getLoopbackAddress(), port, null, 0,
						this.network.addresses("seed"), PACE, () -> null),
				16 * 1024, Duration.ofSeconds(1), Duration.ofMillis(500));
	}

	int port(String name) {
		String address = this.network.addresses(name).get(0);
		return Integer.parseInt(address.substring(address.indexOf(':') + 1));
	}

	Scheduler scheduler() {
		return this.scheduler;
	}

	@Override
	public void close() {
		this.nodes.forEach(GossipNode::close);
		this.scheduler.close();
	}

}
