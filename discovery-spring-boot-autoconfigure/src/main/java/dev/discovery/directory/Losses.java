package dev.discovery.directory;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What is missing in an answer. Pure functions.
 *
 * @param <T> what the registry says
 */
interface Losses<T> {

	/**
	 * Whether to believe an answer.
	 * @param before the answer before it
	 * @param after the answer
	 * @param afterOutage whether the registry could not be asked in between
	 */
	Verdict judge(T before, T after, boolean afterOutage);

	/**
	 * What was there and is gone, or null if nothing is.
	 */
	@Nullable T missing(T before, T after);

	/**
	 * Both together.
	 */
	T join(T answer, T missing);

	/**
	 * The one with the other in limbo.
	 */
	default T beside(T believed, T limbo) {
		return believed;
	}

	/**
	 * Whether to believe that something is gone.
	 *
	 * @param inLimbo whether it is no longer served meanwhile
	 * @param time how long to doubt; zero for not at all
	 */
	record Verdict(boolean inLimbo, Duration time) {

		static final Verdict BELIEVED = new Verdict(false, Duration.ZERO);

		boolean believed() {
			return this.time.isZero();
		}

	}

}
