package dev.discovery.balancing;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.discovery.fitness.Pulse;
import dev.discovery.time.Scheduler;

/**
 * The balancer's round over all services, four times a second: who hangs, who is worse
 * than the others, who is back. It also shows whether this process itself stood still.
 */
final class Rounds {

	private final AtomicBoolean begun = new AtomicBoolean();

	private final Scheduler scheduler;

	private final Pulse pulse;

	private final Collection<ServiceBalancer> services;

	/**
	 * Creates the rounds.
	 * @param runtime clock and timers
	 * @param services a live view of the services
	 */
	Rounds(BalancingRuntime runtime, Collection<ServiceBalancer> services) {
		this.scheduler = runtime.scheduler();
		this.pulse = new Pulse(runtime.ticker());
		this.services = services;
	}

	Pulse pulse() {
		return this.pulse;
	}

	/** Begins, if it hasn't: there is somebody to look after. */
	void begin() {
		if (this.begun.compareAndSet(false, true)) {
			this.pulse.beat();
			scheduleNext();
		}
	}

	private void scheduleNext() {
		this.scheduler.schedule(this::round, Pulse.INTERVAL);
	}

	private void round() {
		try {
			this.pulse.beat();
			this.services.forEach(ServiceBalancer::tick);
		}
		finally {
			scheduleNext();
		}
	}

}
