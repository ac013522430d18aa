package dev.discovery.cloud.discovery;

import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;

/**
 * Published when the content of a service that this application follows has changed, and
 * only then; on a thread of its own, one event after another.
 */
@SuppressWarnings("serial")
public class ServiceChangedEvent extends ApplicationEvent {

	private final transient @Nullable ServiceSnapshot previous;

	private final transient ServiceSnapshot current;

	/**
	 * Creates the event.
	 * @param source who publishes it
	 * @param previous what was known before, null if nothing was
	 * @param current what is known now
	 */
	public ServiceChangedEvent(Object source, @Nullable ServiceSnapshot previous, ServiceSnapshot current) {
		super(source);
		this.previous = previous;
		this.current = current;
	}

	/**
	 * The service that changed.
	 * @return its id
	 */
	public String getServiceId() {
		return this.current.serviceId();
	}

	/**
	 * What was known before.
	 * @return the snapshot, or null if nothing was known
	 */
	public @Nullable ServiceSnapshot getPrevious() {
		return this.previous;
	}

	/**
	 * What is known now.
	 * @return the snapshot
	 */
	public ServiceSnapshot getCurrent() {
		return this.current;
	}

}
