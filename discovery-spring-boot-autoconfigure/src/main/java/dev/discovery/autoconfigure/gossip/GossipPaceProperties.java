package dev.discovery.autoconfigure.gossip;

import java.time.Duration;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.gossip.swim.SwimSettings;

/**
 * How often members ask and tell each other; the same for all of a cluster.
 */
public class GossipPaceProperties {

	private static final String PREFIX = GossipProperties.PREFIX + "pace.";

	private static final Duration SHORTEST = Duration.ofMillis(10);

	/** The library counts milliseconds in an int, which ends at 24.8 days. */
	private static final int LONGEST_DAYS = 24;

	private static final String MILLIS = "Write it like 200ms or 1s.";

	/**
	 * How often a member asks another one whether it is alive; from 10ms to 24d.
	 */
	private Duration ping = Duration.ofSeconds(1);

	/**
	 * How long the answer may take before others are asked to ask; at least 10ms, and
	 * less than 'ping'.
	 */
	private Duration pingTimeout = Duration.ofMillis(500);

	/**
	 * How long a suspect has to prove that it is alive: so many pings, times the binary
	 * logarithm of the number of members, rounded up. From 1 to 100.
	 */
	private int suspicionMultiplier = 3;

	/**
	 * How often news is passed on, each time to three others; from 10ms to 24d.
	 */
	private Duration gossip = Duration.ofMillis(200);

	/**
	 * How often a member or a seed is asked for all that it knows; what two halves of a
	 * cluster find each other again by. From 10ms to 24d.
	 */
	private Duration sync = Duration.ofSeconds(10);

	public Duration getPing() {
		return this.ping;
	}

	public void setPing(Duration ping) {
		this.ping = ping;
	}

	public Duration getPingTimeout() {
		return this.pingTimeout;
	}

	public void setPingTimeout(Duration pingTimeout) {
		this.pingTimeout = pingTimeout;
	}

	public int getSuspicionMultiplier() {
		return this.suspicionMultiplier;
	}

	public void setSuspicionMultiplier(int suspicionMultiplier) {
		this.suspicionMultiplier = suspicionMultiplier;
	}

	public Duration getGossip() {
		return this.gossip;
	}

	public void setGossip(Duration gossip) {
		this.gossip = gossip;
	}

	public Duration getSync() {
		return this.sync;
	}

	public void setSync(Duration sync) {
		this.sync = sync;
	}

	SwimSettings.Pace toPace() {
		check("ping", this.ping);
		check("ping-timeout", this.pingTimeout);
		check("gossip", this.gossip);
		check("sync", this.sync);
		PropertyRules.between(PREFIX + "suspicion-multiplier", this.suspicionMultiplier, 1, 100,
				"Use a whole number, such as 3.");
		PropertyRules.atLeast(PREFIX + "ping", this.ping, this.pingTimeout.plusMillis(1),
				"Make it longer than " + PREFIX + "ping-timeout, so that others can be asked in the rest of it.");
		return new SwimSettings.Pace(this.ping, this.pingTimeout, this.suspicionMultiplier, this.gossip, this.sync);
	}

	private static void check(String name, Duration value) {
		PropertyRules.atLeast(PREFIX + name, value, SHORTEST, MILLIS);
		PropertyRules.atMost(PREFIX + name, value, LONGEST_DAYS, MILLIS);
	}

}
