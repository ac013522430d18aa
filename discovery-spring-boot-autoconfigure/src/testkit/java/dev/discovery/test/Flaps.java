package dev.discovery.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.discovery.model.Instance;

/**
 * What is flapping. It turns while no other task of the time runs, so that whoever hears
 * of it never waits for somebody who waits for that. Safe for use by several threads.
 */
final class Flaps {

	private final Map<Object, Flapping> flapping = new ConcurrentHashMap<>();

	private final VirtualTime time;

	Flaps(VirtualTime time) {
		this.time = time;
	}

	/**
	 * Begins to flap, in place of how it did before.
	 */
	void begin(Object what, Duration period, Runnable go, Runnable comeBack) {
		Flapping next = new Flapping(this.time, period, go, comeBack);
		this.time.alone(() -> {
			stop(what);
			this.flapping.put(what, next);
			next.turn();
		});
		this.time.settle();
	}

	/**
	 * The instances of a service among it, there or not.
	 */
	List<Instance> of(String serviceId) {
		return this.flapping.keySet()
			.stream()
			.filter(Instance.class::isInstance)
			.map(Instance.class::cast)
			.filter((instance) -> instance.getServiceId().equals(serviceId))
			.toList();
	}

	/**
	 * Flaps no more, and stays as it is.
	 */
	void stop(Object what) {
		this.time.alone(() -> {
			Flapping stopping = this.flapping.remove(what);
			if (stopping != null) {
				stopping.stop();
			}
		});
	}

	/**
	 * Nothing flaps any more, and everything is there.
	 */
	void endAll() {
		this.time.alone(() -> {
			this.flapping.values().forEach(Flapping::end);
			this.flapping.clear();
		});
		this.time.settle();
	}

}
