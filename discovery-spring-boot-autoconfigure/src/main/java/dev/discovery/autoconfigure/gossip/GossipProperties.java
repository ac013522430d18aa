package dev.discovery.autoconfigure.gossip;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.gossip.GossipSettings;
import dev.discovery.backend.gossip.swim.SwimSettings;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * How applications find each other without a registry.
 */
@ConfigurationProperties("discovery.gossip")
public class GossipProperties {

	static final String PREFIX = "discovery.gossip.";

	private static final Duration HEARTBEAT = Duration.ofSeconds(5);

	/**
	 * The name of the cluster: members of others are neither heard nor told.
	 */
	private String cluster = "default";

	/**
	 * Whom to ask for the others, as host:port; all addresses of a host are asked. One of
	 * them has to answer, unless this application is one of them or none is named.
	 */
	private List<String> seeds = new ArrayList<>();

	/**
	 * The address to listen on. The default can be reached from this machine alone.
	 */
	private String bindAddress = "127.0.0.1";

	/**
	 * The port to listen on; 0 leaves the choice to the system.
	 */
	private int port;

	/**
	 * The host under which others reach this member; the address that it listens on if
	 * not set.
	 */
	private @Nullable String advertisedHost;

	/**
	 * The port under which others reach this member; 0 for the one that it listens on.
	 */
	private int advertisedPort;

	/**
	 * How much a member may say about itself; what others say beyond it is dropped.
	 */
	private DataSize maxMetadataSize = DataSize.ofKilobytes(16);

	/**
	 * For how long the instances of a member that was lost without a goodbye are still
	 * listed, as DOWN. Whoever has lost most of the others lists them until most are
	 * back.
	 */
	private Duration lostHold = Duration.ofMinutes(1);

	@NestedConfigurationProperty
	private final GossipPaceProperties pace = new GossipPaceProperties();

	private final Ssl ssl = new Ssl();

	public String getCluster() {
		return this.cluster;
	}

	public void setCluster(String cluster) {
		this.cluster = cluster;
	}

	public List<String> getSeeds() {
		return this.seeds;
	}

	public void setSeeds(List<String> seeds) {
		this.seeds = seeds;
	}

	public String getBindAddress() {
		return this.bindAddress;
	}

	public void setBindAddress(String bindAddress) {
		this.bindAddress = bindAddress;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public @Nullable String getAdvertisedHost() {
		return this.advertisedHost;
	}

	public void setAdvertisedHost(@Nullable String advertisedHost) {
		this.advertisedHost = advertisedHost;
	}

	public int getAdvertisedPort() {
		return this.advertisedPort;
	}

	public void setAdvertisedPort(int advertisedPort) {
		this.advertisedPort = advertisedPort;
	}

	public DataSize getMaxMetadataSize() {
		return this.maxMetadataSize;
	}

	public void setMaxMetadataSize(DataSize maxMetadataSize) {
		this.maxMetadataSize = maxMetadataSize;
	}

	public Duration getLostHold() {
		return this.lostHold;
	}

	public void setLostHold(Duration lostHold) {
		this.lostHold = lostHold;
	}

	public GossipPaceProperties getPace() {
		return this.pace;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	/**
	 * Checks everything. Waits for DNS where an address to listen on is a name.
	 * @param tls the certificates, if there are any
	 */
	GossipSettings toSettings(Supplier<@Nullable SSLContext> tls) {
		GossipRules.cluster(this.cluster);
		GossipRules.seeds(this.seeds);
		GossipRules.port("port", this.port);
		GossipRules.port("advertised-port", this.advertisedPort);
		GossipRules.size(this.maxMetadataSize);
		PropertyRules.notNegative(PREFIX + "lost-hold", this.lostHold);
		InetAddress address = GossipRules.address(this.bindAddress);
		String host = PropertyRules.textOrNull(this.advertisedHost);
		if (host == null && address.isAnyLocalAddress()) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "advertised-host", null,
					"discovery.gossip.bind-address is " + this.bindAddress
							+ ", which is no address under which others reach this member",
					"Set it to one, such as ${POD_IP}, or listen on one address alone.");
		}
		SwimSettings swim = new SwimSettings(this.cluster, address, this.port, host, this.advertisedPort, this.seeds,
				this.pace.toPace(), tls);
		return new GossipSettings(swim, (int) this.maxMetadataSize.toBytes(), this.lostHold, HEARTBEAT);
	}

	/**
	 * How members know each other.
	 */
	public static class Ssl {

		/**
		 * The SSL bundle with this member's certificate and the authority that vouches
		 * for all. Without it nothing is encrypted, and whoever reaches the port is
		 * believed.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

}
