package dev.discovery.observe;

import java.util.ArrayList;
import java.util.List;

import dev.discovery.backend.Lease;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RegistrationMeterTests {

	private final List<Lease.State> states = new ArrayList<>();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	@Test
	void showsTheWorstOfAllRegistrations() {
		new RegistrationMeter("in-memory", () -> this.states).bindTo(this.registry);
		assertThat(value()).isZero();
		this.states.add(Lease.State.HELD);
		assertThat(value()).isOne();
		this.states.add(Lease.State.INTERRUPTED);
		assertThat(value()).isEqualTo(0.5);
		this.states.add(Lease.State.RELEASED);
		assertThat(value()).isZero();
	}

	private double value() {
		return this.registry.get("discovery.registration.state").tag("backend", "in-memory").gauge().value();
	}

}
