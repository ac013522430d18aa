package dev.discovery.model;

import java.util.Locale;

/**
 * What a registry says of an instance. Only {@link #UP} gets calls.
 */
public enum Health {

	/** Ready for calls. */
	UP,

	/** Registered, not ready yet. */
	STARTING,

	/** Failing its checks. */
	DOWN,

	/** Taken out on purpose: maintenance, or about to stop. */
	OUT_OF_SERVICE,

	/** The registry doesn't know. */
	UNKNOWN;

	private static final Health[] ALL = values();

	/**
	 * Reads a status as people and registries write it.
	 * @param status a name of one of the constants, in any case, with {@code -} or
	 * {@code _}
	 * @return the health
	 * @throws IllegalArgumentException if there is no such status; the message lists
	 * those that exist
	 */
	public static Health parse(String status) {
		String name = status.strip().toUpperCase(Locale.ROOT).replace('-', '_');
		for (Health health : ALL) {
			if (health.name().equals(name)) {
				return health;
			}
		}
		throw new IllegalArgumentException(
				"Unknown status '" + status + "': use UP, STARTING, DOWN, OUT_OF_SERVICE or UNKNOWN");
	}

}
