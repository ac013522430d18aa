package dev.discovery.test;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is flapping. Safe for use by several threads.
 */
final class Flaps {

	private final Map<Object, Flapping> flapping = new ConcurrentHashMap<>();

	/**
	 * Begins to flap, in place of how it did before.
	 */
	void begin(Object what, Flapping next) {
		stop(what);
		this.flapping.put(what, next);
		next.turn();
	}

	/**
	 * Flaps no more, and stays as it is.
	 */
	void stop(Object what) {
		Flapping stopping = this.flapping.remove(what);
		if (stopping != null) {
			stopping.stop();
		}
	}

	/**
	 * Nothing flaps any more, and everything is there.
	 */
	void endAll() {
		this.flapping.values().forEach(Flapping::end);
		this.flapping.clear();
	}

}
