package dev.discovery.observe.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observation of a load-balanced call.
 */
public enum BalancedCallObservationDocumentation implements ObservationDocumentation {

	/**
	 * One logical call of a load-balanced RestTemplate, RestClient, WebClient or HTTP
	 * interface with all its attempts, lookup and pauses included.
	 */
	CALL {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultBalancedCallObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinalityKeyNames.values();
		}

		@Override
		public Observation.Event[] getEvents() {
			return Events.values();
		}

	};

	/**
	 * What happens on the way.
	 */
	public enum Events implements Observation.Event {

		/**
		 * An attempt begins. Its contextual name says which, and at which instance.
		 */
		ATTEMPT("attempt"),

		/**
		 * An attempt failed, or was answered with 500 or more. Its contextual name says
		 * how.
		 */
		ATTEMPT_FAILED("attempt.failed");

		private final String event;

		Events(String event) {
			this.event = event;
		}

		@Override
		public String getName() {
			return this.event;
		}

	}

	/**
	 * Fit for meters.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * Where the list of instances is from.
		 */
		BACKEND("backend"),

		/**
		 * The service; {@code other} beyond the first 100.
		 */
		SERVICE("service"),

		/**
		 * A {@link CallOutcome} in lower case.
		 */
		OUTCOME("outcome");

		private final String key;

		LowCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * For traces alone.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * Who got the last attempt: the instance's id, or {@code none}.
		 */
		INSTANCE("instance"),

		/**
		 * How many attempts were begun.
		 */
		ATTEMPTS("attempts"),

		/**
		 * The HTTP status of the last attempt's answer, or {@code none}.
		 */
		STATUS("status");

		private final String key;

		HighCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
