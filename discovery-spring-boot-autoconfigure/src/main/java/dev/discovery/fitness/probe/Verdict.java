package dev.discovery.fitness.probe;

/**
 * What an instance counts as.
 */
enum Verdict {

	/** Not asked yet; gets calls. */
	UNPROBED,

	/** It answers as it should. */
	HEALTHY,

	/** It failed too often in a row, and hasn't recovered. */
	UNHEALTHY

}
