package dev.discovery.observe;

import java.util.List;
import java.util.function.Supplier;

import dev.discovery.backend.Lease;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The gauge {@link DiscoveryMeter#REGISTRATION_STATE}; of several registrations it shows
 * the worst.
 */
public final class RegistrationMeter implements MeterBinder {

	private final String backend;

	private final Supplier<List<Lease.State>> states;

	/**
	 * Creates the meter.
	 * @param backend the name of the backend
	 * @param states the states of this application's leases
	 */
	public RegistrationMeter(String backend, Supplier<List<Lease.State>> states) {
		this.backend = backend;
		this.states = states;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder(DiscoveryMeter.REGISTRATION_STATE.meterName(), this, RegistrationMeter::worst)
			.description(DiscoveryMeter.REGISTRATION_STATE.description())
			.tags("backend", this.backend)
			.register(registry);
	}

	private double worst() {
		return this.states.get().stream().mapToDouble(RegistrationMeter::value).min().orElse(0);
	}

	private static double value(Lease.State state) {
		return switch (state) {
			case HELD -> 1;
			case PENDING, INTERRUPTED -> 0.5;
			case RELEASED -> 0;
		};
	}

}
