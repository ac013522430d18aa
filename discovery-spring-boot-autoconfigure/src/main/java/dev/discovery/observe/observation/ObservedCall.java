package dev.discovery.observe.observation;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.discovery.balancing.CallObservation;
import dev.discovery.observe.observation.BalancedCallObservationDocumentation.Events;
import dev.discovery.observe.observation.BalancedCallObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * One call as an {@link Observation}, its attempts as events. A handler that fails costs
 * the call nothing.
 */
final class ObservedCall implements CallObservation {

	private final AtomicBoolean ended = new AtomicBoolean();

	private final ObservationRegistry registry;

	private final Observation observation;

	private final BalancedCallObservationContext context;

	/** What the last attempt threw, or why there was none. */
	private volatile @Nullable Throwable failure;

	ObservedCall(ObservationRegistry registry, Observation observation, BalancedCallObservationContext context) {
		this.registry = registry;
		this.observation = observation;
		this.context = context;
	}

	/** A handler that fails half-way must leave no scope on the thread. */
	@Override
	public Scope open() {
		Observation.Scope before = this.registry.getCurrentObservationScope();
		try {
			Observation.Scope scope = this.observation.openScope();
			return () -> {
				guard(scope::close);
				this.registry.setCurrentObservationScope(before);
			};
		}
		catch (RuntimeException ex) {
			ObservedCalls.complain(ex);
			this.registry.setCurrentObservationScope(before);
			return Scope.NONE;
		}
	}

	@Override
	public Object current() {
		return this.observation;
	}

	@Override
	public void attempted(ServiceInstance instance) {
		this.context.attempted(instance);
		this.failure = null;
		guard(() -> {
			rename();
			tell(Events.ATTEMPT, " at " + address(instance));
		});
	}

	/**
	 * The first call of a service begins before anybody knows whether there is such a
	 * service.
	 */
	private void rename() {
		String key = LowCardinalityKeyNames.SERVICE.asString();
		if (this.context.getAttempts() == 1 && this.context.getLowCardinalityKeyValue(key) != null) {
			this.context.addLowCardinalityKeyValue(
					LowCardinalityKeyNames.SERVICE.withValue(this.context.getBoundedServiceId()));
		}
	}

	@Override
	public void answered(int status) {
		this.context.answered(status);
		if (this.context.getOutcome() == CallOutcome.SERVER_ERROR) {
			guard(() -> tell(Events.ATTEMPT_FAILED, ": answered with " + status));
		}
	}

	@Override
	public void failed(Throwable thrown) {
		this.context.failed(thrown);
		this.failure = thrown;
		guard(() -> tell(Events.ATTEMPT_FAILED, ": " + thrown.getClass().getSimpleName()));
	}

	@Override
	public void refused(RuntimeException why) {
		this.context.refused(why);
		this.failure = why;
	}

	@Override
	public void ended() {
		if (this.ended.compareAndSet(false, true)) {
			guard(this::stop);
		}
	}

	/** However its last attempt ended: the caller would have waited for another. */
	@Override
	public void cancelled() {
		if (this.ended.compareAndSet(false, true)) {
			this.context.cancelled();
			guard(this::stop);
		}
	}

	private void stop() {
		this.context.ended();
		Throwable last = this.failure;
		if (last != null && this.context.getOutcome() != CallOutcome.CANCELLED) {
			this.observation.error(last);
		}
		this.observation.stop();
	}

	private void tell(Events event, String detail) {
		String contextual = "attempt " + this.context.getAttempts() + detail;
		this.observation.event(Observation.Event.of(event.getName(), contextual));
	}

	private static String address(ServiceInstance instance) {
		return instance.getHost() + ":" + instance.getPort();
	}

	private static void guard(Runnable event) {
		try {
			event.run();
		}
		catch (RuntimeException ex) {
			ObservedCalls.complain(ex);
		}
	}

}
