package dev.discovery.actuate;

import java.time.Duration;
import java.util.Map;

import dev.discovery.actuate.DiscoveryEndpoint.InstanceDescriptor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * What {@link DiscoveryEndpoint} does over HTTP beyond the rest: it shows itself to
 * browsers as a page, knows who asks, and answers 404 where there is no such instance.
 */
@EndpointWebExtension(endpoint = DiscoveryEndpoint.class)
public final class DiscoveryEndpointWebExtension {

	private final DiscoveryEndpoint endpoint;

	private final Quarantine quarantine;

	private final DiscoveryPage page = new DiscoveryPage();

	/**
	 * Creates the extension.
	 * @param endpoint what it extends
	 */
	public DiscoveryEndpointWebExtension(DiscoveryEndpoint endpoint) {
		this.endpoint = endpoint;
		this.quarantine = endpoint.quarantine();
	}

	/**
	 * All services that are followed. Takes the place of the endpoint's own operation.
	 * @param representation what the client accepts
	 * @return the state of discovery, or a page that shows it
	 */
	@ReadOperation(producesFrom = Representation.class)
	public WebEndpointResponse<Object> discovery(Representation representation) {
		return (representation == Representation.PAGE)
				? new WebEndpointResponse<>(this.page.html(), WebEndpointResponse.STATUS_OK, DiscoveryPage.TYPE)
				: new WebEndpointResponse<>(this.endpoint.discovery());
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
	public WebEndpointResponse<Object> quarantine(@Selector String service, @Selector String instance,
			@Nullable Duration duration, @Nullable String reason, SecurityContext security) {
		try {
			return answer(this.quarantine.begin(service, instance, duration, reason, security.getPrincipal()));
		}
		catch (InvalidEndpointRequestException ex) {
			return refusal(WebEndpointResponse.STATUS_BAD_REQUEST, ex.getReason());
		}
	}

	/**
	 * Brings an instance back at once.
	 * @param service the id of a service that is followed
	 * @param instance the instance's id
	 * @param security who asks
	 * @return the instance as it stands now
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> release(@Selector String service, @Selector String instance,
			SecurityContext security) {
		return answer(this.quarantine.end(service, instance, security.getPrincipal()));
	}

	private static WebEndpointResponse<Object> answer(@Nullable InstanceDescriptor instance) {
		return (instance != null) ? new WebEndpointResponse<>(instance)
				: refusal(WebEndpointResponse.STATUS_NOT_FOUND, "No such instance of a service that is followed");
	}

	private static WebEndpointResponse<Object> refusal(int status, @Nullable String message) {
		return new WebEndpointResponse<>(Map.of("message", String.valueOf(message)), status);
	}

}
