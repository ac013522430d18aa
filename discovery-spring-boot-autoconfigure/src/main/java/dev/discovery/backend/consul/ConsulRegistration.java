package dev.discovery.backend.consul;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How instances are registered with a Consul agent.
 *
 * @param check how Consul learns whether an instance is well
 * @param deregisterCriticalAfter how long an instance may be critical before Consul
 * forgets it, or null for ever; Consul takes less than a minute for one
 * @param tagOverride whether others may change the tags in the catalog
 * @param weights the weights that Consul's DNS uses and that other applications pick by,
 * or null for the metadata's {@code weight}, else 1
 * @param managementService whether the management port, where it is another one, is
 * registered as a service of its own, {@code <service>-management}, besides being in the
 * metadata
 */
public record ConsulRegistration(Check check, @Nullable Duration deregisterCriticalAfter, boolean tagOverride,
		@Nullable Weights weights, boolean managementService) {

	/**
	 * A TTL of 30 s renewed every 10 s, forgotten after five minutes without.
	 */
	public static final ConsulRegistration DEFAULT = new ConsulRegistration(
			new Check.Ttl(Duration.ofSeconds(30), Duration.ofSeconds(10)), Duration.ofMinutes(5), false, null, false);

	/**
	 * Picking weights.
	 *
	 * @param passing while all checks pass
	 * @param warning while one of them warns
	 */
	public record Weights(int passing, int warning) {
	}

	/**
	 * How Consul learns whether an instance is well.
	 */
	public sealed interface Check {

		/**
		 * The instance says so, again and again.
		 *
		 * @param ttl how long its word lasts
		 * @param heartbeat how often it is given
		 */
		record Ttl(Duration ttl, Duration heartbeat) implements Check {
		}

		/**
		 * The agent asks over HTTP. A status from 200 to 299 is passing, 429 a warning.
		 *
		 * @param path where, from the root of the instance's management port, or null for
		 * the health endpoint of its actuator
		 * @param interval how often
		 * @param timeout how long the answer may take
		 * @param verifyTls whether an https certificate must be valid
		 */
		record Http(@Nullable String path, Duration interval, Duration timeout, boolean verifyTls) implements Check {
		}

		/**
		 * The agent opens a connection.
		 *
		 * @param interval how often
		 * @param timeout how long that may take
		 */
		record Tcp(Duration interval, Duration timeout) implements Check {
		}

		/**
		 * It doesn't: an instance is well as long as its node is, unless it says
		 * otherwise.
		 */
		record None() implements Check {
		}

	}

}
