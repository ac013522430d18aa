package dev.discovery.observe.observation;

import dev.discovery.observe.observation.BalancedCallObservationDocumentation.HighCardinalityKeyNames;
import dev.discovery.observe.observation.BalancedCallObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValues;

import org.springframework.cloud.client.ServiceInstance;

/**
 * The usual names: those of {@link BalancedCallObservationDocumentation}.
 */
public class DefaultBalancedCallObservationConvention implements BalancedCallObservationConvention {

	private static final String NONE = "none";

	@Override
	public String getName() {
		return "discovery.calls";
	}

	@Override
	public String getContextualName(BalancedCallObservationContext context) {
		return "call " + context.getServiceId();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(BalancedCallObservationContext context) {
		return KeyValues.of(LowCardinalityKeyNames.BACKEND.withValue(context.getBackend()),
				LowCardinalityKeyNames.SERVICE.withValue(context.getBoundedServiceId()),
				LowCardinalityKeyNames.OUTCOME.withValue(context.getOutcome().word()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(BalancedCallObservationContext context) {
		ServiceInstance instance = context.getInstance();
		String id = (instance != null) ? instance.getInstanceId() : null;
		int status = context.getStatus();
		return KeyValues.of(HighCardinalityKeyNames.INSTANCE.withValue((id != null) ? id : NONE),
				HighCardinalityKeyNames.ATTEMPTS.withValue(Integer.toString(context.getAttempts())),
				HighCardinalityKeyNames.STATUS.withValue((status != 0) ? Integer.toString(status) : NONE));
	}

}
