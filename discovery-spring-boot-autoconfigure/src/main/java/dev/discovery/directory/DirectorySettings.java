package dev.discovery.directory;

import java.time.Duration;

/**
 * How the directory behaves.
 *
 * @param firstReadTimeout the only wait that a lookup can have: for the first answer
 * about a service
 * @param idleAfter how long a watch that nobody uses stays open
 * @param maxUnknown how many names without any instance are remembered at once
 * @param emptyHold how long what a registry has lost in an outage is still believed
 */
public record DirectorySettings(Duration firstReadTimeout, Duration idleAfter, int maxUnknown, Duration emptyHold) {

	/**
	 * What suits nearly everybody.
	 */
	public static final DirectorySettings DEFAULT = new DirectorySettings(Duration.ofSeconds(2), Duration.ofMinutes(10),
			1_000, Duration.ofSeconds(30));

}
