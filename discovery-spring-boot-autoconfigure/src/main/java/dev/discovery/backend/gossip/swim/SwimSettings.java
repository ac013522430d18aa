package dev.discovery.backend.gossip.swim;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * How one member takes part in a cluster.
 *
 * @param cluster the cluster's name: members of others are neither heard nor told
 * @param bindAddress where to listen
 * @param port the port to listen on; 0 leaves the choice to the system
 * @param advertisedHost the host under which others reach this member; null for the
 * address that it listens on
 * @param advertisedPort the port under which others reach this member; 0 for the one that
 * it listens on
 * @param seeds whom to ask for the others, as {@code host:port}
 * @param pace how often who is asked what
 * @param tls with what both sides show a certificate; gives null where nothing is
 * encrypted
 */
public record SwimSettings(String cluster, InetAddress bindAddress, int port, @Nullable String advertisedHost,
		int advertisedPort, List<String> seeds, Pace pace, Supplier<@Nullable SSLContext> tls) {

	/**
	 * Copies the seeds.
	 */
	public SwimSettings {
		seeds = List.copyOf(seeds);
	}

	/**
	 * Whether strangers can take part.
	 * @return true where it listens to more than this machine and asks nobody who he is
	 */
	public boolean isOpen() {
		return !this.bindAddress.isLoopbackAddress() && this.tls.get() == null;
	}

	/**
	 * The same with other seeds.
	 * @param seeds whom to ask for the others
	 * @return the settings
	 */
	public SwimSettings withSeeds(List<String> seeds) {
		return new SwimSettings(this.cluster, this.bindAddress, this.port, this.advertisedHost, this.advertisedPort,
				seeds, this.pace, this.tls);
	}

	/**
	 * The protocol's times.
	 *
	 * @param ping how often a member is asked whether it is alive
	 * @param pingTimeout how long it may take to say so; shorter than {@code ping}
	 * @param suspicionMultiplier how many pings, times the binary logarithm of the
	 * cluster's size, a suspect has to prove that it is alive
	 * @param gossip how often news is passed on
	 * @param sync how often one other member or seed is asked for all that it knows
	 */
	public record Pace(Duration ping, Duration pingTimeout, int suspicionMultiplier, Duration gossip, Duration sync) {

		/**
		 * A ping a second with half a second for the answer, a suspicion of three pings,
		 * news five times a second, everything every ten seconds.
		 */
		public static final Pace DEFAULT = new Pace(Duration.ofSeconds(1), Duration.ofMillis(500), 3,
				Duration.ofMillis(200), Duration.ofSeconds(10));

	}

}
