package dev.discovery.observe.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How the observation of an exchange with a registry is named and tagged. A bean of this
 * type stands in for {@link DefaultRegistryExchangeObservationConvention}.
 */
public interface RegistryExchangeObservationConvention
		extends ObservationConvention<RegistryExchangeObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof RegistryExchangeObservationContext;
	}

}
