package dev.discovery.backend.gossip;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.WatchListener;
import dev.discovery.backend.gossip.swim.SwimSettings;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.ThreadScheduler;

/**
 * A member in a process of its own, which prints what it sees and when.
 */
final class GossipMemberProcess {

	private GossipMemberProcess() {
	}

	/**
	 * Runs until it is killed.
	 * @param args its number, its port and the seed's
	 */
	public static void main(String[] args) throws Exception {
		int number = Integer.parseInt(args[0]);
		AtomicLong bytes = new AtomicLong();
		SwimSettings swim = new SwimSettings("benchmark", InetAddress.getLoopbackAddress(), Integer.parseInt(args[1]),
				null, 0, List.of("127.0.0.1:" + args[2]), SwimSettings.Pace.DEFAULT, () -> null);
		GossipNode node = new GossipNode(BackendRuntime.of("gossip", new ThreadScheduler("gossip")),
				new GossipSettings(swim, 16 * 1024, Duration.ofSeconds(1), Duration.ofSeconds(5)),
				(factory) -> CountedWire.over(factory, bytes), Seeds.Resolver.SYSTEM);
		new GossipBackend(node).watch("orders", new WatchListener() {

			@Override
			public void onSnapshot(ServiceSnapshot snapshot) {
				print("UP " + snapshot.up().size());
			}

			@Override
			public void onError(BackendException cause) {
				print("ERROR " + cause.getMessage());
			}

		});
		print("JOINING");
		new GossipRegistrar(node).register(Instance.builder("orders", "127.0.0.1", 8000 + number)
			.instanceId("orders-" + number)
			.metadata(Map.of("version", "1", "zone", "a", Instance.REGISTERED_AT, "1700000000000"))
			.build(), Health.UP);
		while (System.in.read() >= 0) {
			print("BYTES " + bytes.get());
		}
		System.exit(0);
	}

	private static void print(String what) {
		System.out.println(System.currentTimeMillis() + " " + what);
		System.out.flush();
	}

}
