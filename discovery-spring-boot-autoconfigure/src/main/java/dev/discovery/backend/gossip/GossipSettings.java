package dev.discovery.backend.gossip;

import java.time.Duration;

import dev.discovery.backend.gossip.swim.SwimSettings;

/**
 * How to find others without a registry.
 *
 * @param swim how to take part in the cluster
 * @param maxMetadata how much a member may say about its instances, in bytes
 * @param lostHold for how long an instance whose member was lost is listed as down, by
 * those who see most of the others
 * @param heartbeat how often a lease looks whether its member is still in the cluster
 */
public record GossipSettings(SwimSettings swim, int maxMetadata, Duration lostHold, Duration heartbeat) {

	/** Rounds of gossip after which nearly everybody has heard of a change. */
	private static final int ROUNDS = 5;

	/**
	 * How long until nearly every member has heard of a change.
	 * @return the time
	 */
	Duration propagation() {
		return this.swim.pace().gossip().multipliedBy(ROUNDS);
	}

}
