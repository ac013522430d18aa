package dev.discovery.observe.observation;

import dev.discovery.balancing.CallObservation;
import dev.discovery.balancing.CallObserver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes an observation of each logical call. Where nobody handles observations, or these
 * are turned off by {@code management.observations.enable}, it makes nothing.
 * <p>
 * Safe for use by several threads.
 */
public final class ObservedCalls implements CallObserver {

	private static final Log logger = LogFactory.getLog(ObservedCalls.class);

	private static final BalancedCallObservationConvention USUAL = new DefaultBalancedCallObservationConvention();

	private final BoundedServices services = new BoundedServices();

	private final ObservationRegistry registry;

	private final String backend;

	private final @Nullable BalancedCallObservationConvention convention;

	/**
	 * Creates the observer.
	 * @param registry where observations go
	 * @param backend the name of the backend
	 * @param convention the application's own names, null for the usual ones
	 */
	public ObservedCalls(ObservationRegistry registry, String backend,
			@Nullable BalancedCallObservationConvention convention) {
		this.registry = registry;
		this.backend = backend;
		this.convention = convention;
	}

	@Override
	public CallObservation begin(String serviceId, @Nullable Object parent) {
		if (this.registry.isNoop()) {
			return CallObservation.NONE;
		}
		try {
			return observe(serviceId, parent);
		}
		catch (RuntimeException ex) {
			complain(ex);
			return CallObservation.NONE;
		}
	}

	private CallObservation observe(String serviceId, @Nullable Object parent) {
		BalancedCallObservationContext context = new BalancedCallObservationContext(serviceId, this.backend,
				this.services);
		if (parent instanceof Observation known) {
			context.setParentObservation(known);
		}
		Observation observation = BalancedCallObservationDocumentation.CALL.observation(this.convention, USUAL,
				() -> context, this.registry);
		return observation.isNoop() ? CallObservation.NONE
				: new ObservedCall(this.registry, observation.start(), context);
	}

	/** A handler or a convention that fails must not cost a call. */
	static void complain(RuntimeException failure) {
		logger.debug("An observation failed", failure);
	}

}
