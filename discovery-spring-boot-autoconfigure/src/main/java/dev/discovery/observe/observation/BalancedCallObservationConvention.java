package dev.discovery.observe.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * How the observation of a load-balanced call is named and tagged. A bean of this type
 * stands in for {@link DefaultBalancedCallObservationConvention}.
 */
public interface BalancedCallObservationConvention extends ObservationConvention<BalancedCallObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof BalancedCallObservationContext;
	}

}
