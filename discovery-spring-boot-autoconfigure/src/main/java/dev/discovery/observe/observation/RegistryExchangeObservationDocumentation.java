package dev.discovery.observe.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observation of an exchange with a registry.
 */
public enum RegistryExchangeObservationDocumentation implements ObservationDocumentation {

	/**
	 * One question to a registry and its answer, where its operation is observed.
	 */
	EXCHANGE {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultRegistryExchangeObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

	};

	/**
	 * Fit for meters.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * The registry's name.
		 */
		BACKEND("backend"),

		/**
		 * {@code put}, {@code renew}, {@code remove}, {@code read}, {@code names} or
		 * {@code sync}.
		 */
		OPERATION("operation"),

		/**
		 * {@code success}, {@code cancelled}, or the kind of failure in lower case.
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

}
