package dev.discovery.observe.observation;

import java.util.Set;

import dev.discovery.backend.ExchangeObservation;
import dev.discovery.observe.DiscoveryObserver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes an observation of each exchange with a registry whose operation is among the
 * observed ones. Safe for use by several threads.
 */
public final class ObservedExchanges implements DiscoveryObserver {

	private static final RegistryExchangeObservationConvention USUAL = new DefaultRegistryExchangeObservationConvention();

	private final ObservationRegistry registry;

	private final Set<String> operations;

	private final @Nullable RegistryExchangeObservationConvention convention;

	/**
	 * Creates the observer.
	 * @param registry where observations go
	 * @param operations what is observed
	 * @param convention the application's own names, null for the usual ones
	 */
	public ObservedExchanges(ObservationRegistry registry, Set<String> operations,
			@Nullable RegistryExchangeObservationConvention convention) {
		this.registry = registry;
		this.operations = Set.copyOf(operations);
		this.convention = convention;
	}

	@Override
	public ExchangeObservation exchanging(String backend, String operation) {
		if (!this.operations.contains(operation) || this.registry.isNoop()) {
			return ExchangeObservation.NONE;
		}
		RegistryExchangeObservationContext context = new RegistryExchangeObservationContext(backend, operation);
		Observation observation = RegistryExchangeObservationDocumentation.EXCHANGE.observation(this.convention, USUAL,
				() -> context, this.registry);
		if (observation.isNoop()) {
			return ExchangeObservation.NONE;
		}
		observation.start();
		return (outcome, cause) -> {
			context.ended(outcome);
			if (cause != null) {
				observation.error(cause);
			}
			observation.stop();
		};
	}

}
