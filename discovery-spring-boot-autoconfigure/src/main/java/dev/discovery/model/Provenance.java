package dev.discovery.model;

/**
 * How far a snapshot can be trusted to be today's truth.
 */
public enum Provenance {

	/** The registry said so, and its watch is alive. */
	LIVE,

	/** The registry said so, but can't be asked at the moment. */
	STALE,

	/** Read from the local disk copy; the registry has not answered yet. */
	DISK

}
