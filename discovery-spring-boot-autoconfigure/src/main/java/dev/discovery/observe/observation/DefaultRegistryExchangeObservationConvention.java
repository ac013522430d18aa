package dev.discovery.observe.observation;

import dev.discovery.observe.observation.RegistryExchangeObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValues;

/**
 * The usual names: those of {@link RegistryExchangeObservationDocumentation}.
 */
public class DefaultRegistryExchangeObservationConvention implements RegistryExchangeObservationConvention {

	/**
	 * The observation's name.
	 */
	public static final String NAME = "discovery.registry.exchange";

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(RegistryExchangeObservationContext context) {
		return context.getOperation() + " " + context.getBackend();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(RegistryExchangeObservationContext context) {
		return KeyValues.of(LowCardinalityKeyNames.BACKEND.withValue(context.getBackend()),
				LowCardinalityKeyNames.OPERATION.withValue(context.getOperation()),
				LowCardinalityKeyNames.OUTCOME.withValue(context.getOutcome()));
	}

}
