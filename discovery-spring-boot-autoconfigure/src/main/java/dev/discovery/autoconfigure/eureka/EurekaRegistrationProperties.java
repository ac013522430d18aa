package dev.discovery.autoconfigure.eureka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.eureka.EurekaRegistration;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

/**
 * How this application is registered with Eureka.
 */
public class EurekaRegistrationProperties {

	private static final String PREFIX = "discovery.eureka.registration.";

	private static final String LEASE = PREFIX + "lease";

	/** A server counts a lease in milliseconds, in an int, which ends at 24.8 days. */
	private static final int LONGEST_DAYS = 24;

	private static final String VIP_ADDRESSES = PREFIX + "vip-addresses";

	/**
	 * How often the application says that it is there, in whole seconds and less than the
	 * lease.
	 */
	private Duration heartbeat = Duration.ofSeconds(30);

	/**
	 * How long a server believes it without a heartbeat, in whole seconds, at most 24d.
	 * Servers take twice as long before they drop an instance.
	 */
	private Duration lease = Duration.ofSeconds(90);

	/**
	 * The names under which the application is found, besides its own. Defaults to the
	 * service id.
	 */
	private List<String> vipAddresses = new ArrayList<>();

	/**
	 * The IP address that is published beside the host. Defaults to the host.
	 */
	private @Nullable String ipAddress;

	/**
	 * The path of the home page that the server's dashboard shows.
	 */
	private String homePagePath = "/";

	/**
	 * The path of the status page that the server's dashboard links to. Defaults to the
	 * info endpoint of the actuator.
	 */
	private @Nullable String statusPagePath;

	/**
	 * The path of the health page that is published. Defaults to the health endpoint of
	 * the actuator.
	 */
	private @Nullable String healthCheckPath;

	public Duration getHeartbeat() {
		return this.heartbeat;
	}

	public void setHeartbeat(Duration heartbeat) {
		this.heartbeat = heartbeat;
	}

	public Duration getLease() {
		return this.lease;
	}

	public void setLease(Duration lease) {
		this.lease = lease;
	}

	public List<String> getVipAddresses() {
		return this.vipAddresses;
	}

	public void setVipAddresses(List<String> vipAddresses) {
		this.vipAddresses = vipAddresses;
	}

	public @Nullable String getIpAddress() {
		return this.ipAddress;
	}

	public void setIpAddress(@Nullable String ipAddress) {
		this.ipAddress = ipAddress;
	}

	public String getHomePagePath() {
		return this.homePagePath;
	}

	public void setHomePagePath(String homePagePath) {
		this.homePagePath = homePagePath;
	}

	public @Nullable String getStatusPagePath() {
		return this.statusPagePath;
	}

	public void setStatusPagePath(@Nullable String statusPagePath) {
		this.statusPagePath = statusPagePath;
	}

	public @Nullable String getHealthCheckPath() {
		return this.healthCheckPath;
	}

	public void setHealthCheckPath(@Nullable String healthCheckPath) {
		this.healthCheckPath = healthCheckPath;
	}

	EurekaRegistration toRegistration() {
		wholeSeconds(PREFIX + "heartbeat", this.heartbeat);
		wholeSeconds(LEASE, this.lease);
		if (this.lease.compareTo(this.heartbeat) <= 0) {
			throw new InvalidDiscoveryPropertyException(LEASE, this.lease.toString(),
					"must be longer than the heartbeat, which is " + this.heartbeat,
					"Set it to about three times " + PREFIX + "heartbeat.");
		}
		PropertyRules.noBlankElement(VIP_ADDRESSES, this.vipAddresses);
		return new EurekaRegistration(this.heartbeat, this.lease, this.vipAddresses,
				PropertyRules.textOrNull(this.ipAddress), this.homePagePath,
				PropertyRules.textOrNull(this.statusPagePath), PropertyRules.textOrNull(this.healthCheckPath));
	}

	private static void wholeSeconds(String property, Duration value) {
		if (value.toSeconds() < 1 || !value.equals(Duration.ofSeconds(value.toSeconds()))) {
			throw new InvalidDiscoveryPropertyException(property, value.toString(),
					"must be a whole number of seconds, at least one, since Eureka counts in seconds",
					"Write it like 30s.");
		}
		PropertyRules.atMost(property, value, LONGEST_DAYS,
				"Write it like 30s. A server counts the milliseconds of a lease in an int.");
	}

}
