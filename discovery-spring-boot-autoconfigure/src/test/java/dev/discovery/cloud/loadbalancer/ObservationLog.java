package dev.discovery.cloud.loadbalancer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

/**
 * Keeps the observations that were stopped, and the events of all.
 */
final class ObservationLog implements ObservationHandler<Observation.Context> {

	private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

	private final List<String> events = new CopyOnWriteArrayList<>();

	@Override
	public void onEvent(Observation.Event event, Observation.Context context) {
		this.events.add(event.getContextualName());
	}

	@Override
	public void onStop(Observation.Context context) {
		this.stopped.add(context);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	/**
	 * Those that were stopped, the first one first.
	 */
	List<Observation.Context> stopped() {
		return this.stopped;
	}

	/**
	 * Those by that name.
	 */
	List<Observation.Context> stopped(String name) {
		return this.stopped.stream().filter((context) -> name.equals(context.getName())).toList();
	}

	/**
	 * What the events are called in a trace.
	 */
	List<String> events() {
		return this.events;
	}

	void clear() {
		this.stopped.clear();
		this.events.clear();
	}

}
