package dev.discovery.actuate;

import java.util.List;

import dev.discovery.observe.DiscoveryEvent;
import dev.discovery.observe.EventLog;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@code /actuator/discoveryevents}: what changed lately and why. Reads memory.
 */
@Endpoint(id = "discoveryevents", defaultAccess = Access.READ_ONLY)
public final class DiscoveryEventsEndpoint {

	private final EventLog log;

	/**
	 * Creates the endpoint.
	 * @param log where the events are
	 */
	public DiscoveryEventsEndpoint(EventLog log) {
		this.log = log;
	}

	/**
	 * The last events.
	 * @param service only those of this service, if given
	 * @param type only those of this type, if given
	 * @param limit how many at most, from 1; all if not given
	 * @return the newest first
	 */
	@ReadOperation
	public EventsDescriptor events(@Nullable String service, DiscoveryEvent.@Nullable Type type,
			@Nullable Integer limit) {
		if (limit != null && limit < 1) {
			throw new InvalidEndpointRequestException("The limit is " + limit, "The limit must be at least 1");
		}
		List<DiscoveryEvent> events = this.log.last((limit != null) ? limit : Integer.MAX_VALUE,
				(event) -> (service == null || service.equals(event.service()))
						&& (type == null || type == event.type()));
		return new EventsDescriptor(this.log.capacity(), this.log.recorded(), events);
	}

	/**
	 * What changed lately.
	 *
	 * @param capacity how many events are kept
	 * @param recorded how many there have been since the start
	 * @param events the newest first
	 */
	public record EventsDescriptor(int capacity, long recorded, List<DiscoveryEvent> events) {
	}

}
