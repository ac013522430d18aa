package dev.discovery.backend;

import dev.discovery.time.Randomness;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;
import dev.discovery.trust.Trust;

/**
 * What a backend runs on: its name, its clock, its timers, its dice, who watches it and
 * whom it believes. One per registry, shared by the watches and the leases of that
 * registry.
 *
 * @param name the backend's name, as it stands in logs and meters
 * @param ticker the clock that waiting is measured with
 * @param scheduler where timers run; closed by whoever made it, after the backend
 * @param randomness where jitter comes from
 * @param observer told of every exchange; one that throws does no harm
 * @param trust which instances are let in, and who signs our own
 */
public record BackendRuntime(String name, Ticker ticker, Scheduler scheduler, Randomness randomness,
		RegistryObserver observer, Trust trust) {

	/**
	 * Puts the observer behind a guard.
	 */
	public BackendRuntime {
		observer = RegistryObserver.guarded(observer);
	}

	/**
	 * A runtime that believes as usual.
	 * @param name the backend's name
	 * @param ticker the clock that waiting is measured with
	 * @param scheduler where timers run
	 * @param randomness where jitter comes from
	 * @param observer told of every exchange
	 */
	public BackendRuntime(String name, Ticker ticker, Scheduler scheduler, Randomness randomness,
			RegistryObserver observer) {
		this(name, ticker, scheduler, randomness, observer, Trust.usual());
	}

	/**
	 * A runtime for everyday use, without an observer.
	 * @param name the backend's name
	 * @param scheduler where timers run
	 * @return the runtime
	 */
	public static BackendRuntime of(String name, Scheduler scheduler) {
		return new BackendRuntime(name, Ticker.system(), scheduler, Randomness.threadLocal(), RegistryObserver.NONE);
	}

}
