package dev.discovery.balancing;

/**
 * What becomes of a candidate when a pool is built.
 */
enum Verdict {

	/** Gets calls. */
	FIT,

	/** Gets calls in a panic. */
	UNFIT,

	/** Well, but others are preferred. */
	SPARE,

	/** Gets none, not even in a panic. */
	OUT,

	/** The registry says DOWN, and is believed: missing at its level. */
	ABSENT,

	/** It vanished from the registry together with most others. */
	LIMBO,

	/** In limbo, and taken out by hand. */
	GONE

}
