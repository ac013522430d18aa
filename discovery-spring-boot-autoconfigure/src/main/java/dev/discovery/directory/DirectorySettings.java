package dev.discovery.directory;

import java.time.Duration;

/**
 * How the directory behaves.
 *
 * @param firstReadTimeout the only wait that a lookup can have: for the first answer
 * about a service
 * @param idleAfter how long a watch that nobody uses stays open
 * @param maxUnknown how many names without any instance are remembered at once
 * @param emptyHold how long to go on serving what a registry has lost in an outage, or
 * all at once; zero for not at all
 * @param limbo how long what went missing together with most of the others may still be
 * called when nobody else can; zero for not at all
 * @param staleness for how long to serve what the registry can't confirm
 */
public record DirectorySettings(Duration firstReadTimeout, Duration idleAfter, int maxUnknown, Duration emptyHold,
		Duration limbo, StalenessPolicy staleness) {

	/**
	 * How long an instance stays in limbo unless somebody says otherwise.
	 */
	public static final Duration DEFAULT_LIMBO = Duration.ofSeconds(60);

	/**
	 * What suits nearly everybody.
	 */
	public static final DirectorySettings DEFAULT = new DirectorySettings(Duration.ofSeconds(2), Duration.ofMinutes(10),
			1_000, Duration.ofSeconds(30));

	/**
	 * Settings with the usual limbo, which serve what they know for ever.
	 * @param firstReadTimeout the only wait that a lookup can have
	 * @param idleAfter how long a watch that nobody uses stays open
	 * @param maxUnknown how many names without any instance are remembered at once
	 * @param emptyHold how long to go on serving what a registry has lost
	 */
	public DirectorySettings(Duration firstReadTimeout, Duration idleAfter, int maxUnknown, Duration emptyHold) {
		this(firstReadTimeout, idleAfter, maxUnknown, emptyHold, DEFAULT_LIMBO, StalenessPolicy.FOR_EVER);
	}

	/**
	 * The same for those who are told by a backend that doubts by itself.
	 * @return settings under which everything is believed at once
	 */
	public DirectorySettings believing() {
		return new DirectorySettings(this.firstReadTimeout, this.idleAfter, this.maxUnknown, Duration.ZERO,
				Duration.ZERO, this.staleness);
	}

}
