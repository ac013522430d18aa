package dev.discovery.actuate;

import java.time.Duration;

import dev.discovery.actuate.DiscoveryEndpoint.InstanceDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * What {@link DiscoveryEndpoint} does over HTTP beyond the rest: it knows who asks, and
 * answers 404 where there is no such instance.
 */
@EndpointWebExtension(endpoint = DiscoveryEndpoint.class)
public final class DiscoveryEndpointWebExtension {

	private final Quarantine quarantine;

	/**
	 * Creates the extension.
	 * @param endpoint what it extends
	 */
	public DiscoveryEndpointWebExtension(DiscoveryEndpoint endpoint) {
		this.quarantine = endpoint.quarantine();
	}

	/**
	 * Takes an instance out for a time.
	 * @param service the id of a service that is followed
	 * @param instance the instance's id
	 * @param duration for how long
	 * @param reason what people are told
	 * @param security who asks
	 * @return the instance as it stands now
	 */
	@WriteOperation
	public WebEndpointResponse<InstanceDescriptor> quarantine(@Selector String service, @Selector String instance,
			@Nullable Duration duration, @Nullable String reason, SecurityContext security) {
		return answer(this.quarantine.begin(service, instance, duration, reason, security.getPrincipal()));
	}

	/**
	 * Brings an instance back at once.
	 * @param service the id of a service that is followed
	 * @param instance the instance's id
	 * @param security who asks
	 * @return the instance as it stands now
	 */
	@DeleteOperation
	public WebEndpointResponse<InstanceDescriptor> release(@Selector String service, @Selector String instance,
			SecurityContext security) {
		return answer(this.quarantine.end(service, instance, security.getPrincipal()));
	}

	private static WebEndpointResponse<InstanceDescriptor> answer(@Nullable InstanceDescriptor instance) {
		return (instance != null) ? new WebEndpointResponse<>(instance)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
