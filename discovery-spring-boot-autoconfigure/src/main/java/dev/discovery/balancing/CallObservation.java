package dev.discovery.balancing;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * Hears of one logical call with its attempts. Each attempt begins with
 * {@link #attempted} and ends with {@link #answered} or {@link #failed}. Must not block
 * or throw; told by one thread at a time, but for {@link #ended}, which any may.
 */
public interface CallObservation {

	/**
	 * Hears nothing.
	 */
	CallObservation NONE = new CallObservation() {
	};

	/**
	 * Where a reactive context holds the observation that is under way: Micrometer's key.
	 */
	String CONTEXT_KEY = "micrometer.observation";

	/**
	 * Makes this the thread's observation.
	 * @return to be closed on the same thread
	 */
	default Scope open() {
		return Scope.NONE;
	}

	/**
	 * What the reactive context of the call is to hold under {@link #CONTEXT_KEY}.
	 * @return null if that is nothing
	 */
	default @Nullable Object current() {
		return null;
	}

	/**
	 * An attempt begins.
	 * @param instance who gets it
	 */
	default void attempted(ServiceInstance instance) {
	}

	/**
	 * The attempt was answered.
	 * @param status the answer's HTTP status, 0 if it has none
	 */
	default void answered(int status) {
	}

	/**
	 * The attempt failed before there was an answer, or was called off.
	 * @param failure what was thrown
	 */
	default void failed(Throwable failure) {
	}

	/**
	 * There is no (further) attempt: nobody can be called, or the call isn't allowed.
	 * @param why says why
	 */
	default void refused(RuntimeException why) {
	}

	/**
	 * The call is over. Without effect the second time.
	 */
	default void ended() {
	}

	/**
	 * The call is over, since the caller gave up: during an attempt, of which is told
	 * before, or between two of them. Without effect where it was over.
	 */
	default void cancelled() {
		ended();
	}

	/**
	 * A thread's observation, until it is closed.
	 */
	@FunctionalInterface
	interface Scope extends AutoCloseable {

		/**
		 * That of nobody.
		 */
		Scope NONE = () -> {
		};

		@Override
		void close();

	}

}
