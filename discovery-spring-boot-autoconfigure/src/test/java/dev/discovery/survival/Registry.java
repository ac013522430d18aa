package dev.discovery.survival;

import java.time.Duration;
import java.util.List;

import dev.discovery.testkit.RegistryProcess;

/**
 * A real registry in a process of its own.
 */
abstract class Registry implements AutoCloseable {

	private final RegistryProcess process;

	Registry(RegistryProcess process) {
		this.process = process;
	}

	/**
	 * Starts it, again if it was killed.
	 */
	void start() {
		this.process.start();
	}

	/**
	 * Kills it.
	 */
	void kill() {
		this.process.kill();
	}

	/**
	 * Has it not answer any more, without ending its connections.
	 */
	void pause() {
		this.process.pause();
	}

	/**
	 * Has it go on where it was paused.
	 */
	void resume() {
		this.process.resume();
	}

	/**
	 * Where it is, as properties of an application that doesn't stay long if it is
	 * killed.
	 */
	abstract List<String> properties();

	/**
	 * The same for an application that stays even less long.
	 */
	abstract List<String> hastyProperties();

	/**
	 * How long it may count on an application that was killed, by {@link #properties()}.
	 */
	abstract Duration longestLife();

	/**
	 * The ids of a service's instances that callers are sent to.
	 */
	abstract List<String> passing(String service);

	@Override
	public void close() {
		this.process.close();
	}

}
