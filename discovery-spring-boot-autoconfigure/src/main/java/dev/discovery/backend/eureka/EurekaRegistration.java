package dev.discovery.backend.eureka;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How this application is registered. All of it checked already.
 *
 * @param heartbeat how often the lease is renewed, whole seconds
 * @param lease how long the server keeps the registration without a heartbeat, whole
 * seconds; the server's own arithmetic makes it twice as long
 * @param vipAddresses the names under which it can be found besides its application's;
 * none for the service id
 * @param ipAddress the address that is announced beside the host, or null for the host
 * @param homePagePath the path of its home page
 * @param statusPagePath the path of its status page, or null for the actuator's info
 * @param healthCheckPath the path of its health page, or null for the actuator's
 */
public record EurekaRegistration(Duration heartbeat, Duration lease, List<String> vipAddresses,
		@Nullable String ipAddress, String homePagePath, @Nullable String statusPagePath,
		@Nullable String healthCheckPath) {

	/**
	 * A heartbeat every 30 s, a lease of 90 s, and everything else as usual.
	 */
	public static final EurekaRegistration DEFAULT = new EurekaRegistration(Duration.ofSeconds(30),
			Duration.ofSeconds(90), List.of(), null, "/", null, null);

	/**
	 * Copies the names.
	 */
	public EurekaRegistration {
		vipAddresses = List.copyOf(vipAddresses);
	}

}
