package dev.discovery.fitness.probe;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What probes say of one instance.
 *
 * @param verdict what it counts as
 * @param why how the last probe failed, null if it didn't or there was none
 * @param age how long ago the last probe ended, null if there was none
 */
public record ProbeState(Verdict verdict, @Nullable String why, @Nullable Duration age) {

	/**
	 * Of whom nothing is known.
	 */
	public static final ProbeState NONE = new ProbeState(Verdict.UNPROBED, null, null);

	/**
	 * What an instance counts as.
	 */
	public enum Verdict {

		/** Not asked yet, or not asked at all; gets calls. */
		UNPROBED,

		/** It answers as it should. */
		HEALTHY,

		/** It failed too often in a row, and hasn't recovered. */
		UNHEALTHY

	}

}
