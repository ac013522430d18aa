package dev.discovery.actuate;

import java.security.Principal;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.discovery.actuate.DiscoveryEndpoint.InstanceDescriptor;
import dev.discovery.balancing.Balancer;
import dev.discovery.observe.DiscoveryEvent;
import dev.discovery.observe.EventLog;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Takes instances out by hand and writes down who did it. The event of the quarantine
 * itself comes from the balancer, which others may ask for one too.
 */
final class Quarantine {

	private static final Duration DEFAULT_DURATION = Duration.ofMinutes(5);

	private static final Duration MIN_DURATION = Duration.ofSeconds(1);

	private static final Duration MAX_DURATION = Duration.ofHours(24);

	private static final int MAX_REASON = 200;

	private static final int MAX_NAME = 100;

	private final Balancer balancer;

	private final Descriptions descriptions;

	private final EventLog events;

	Quarantine(Balancer balancer, Descriptions descriptions, EventLog events) {
		this.balancer = balancer;
		this.descriptions = descriptions;
		this.events = events;
	}

	@Nullable InstanceDescriptor begin(String service, String instance, @Nullable Duration duration, @Nullable String reason,
			@Nullable Principal who) {
		Duration bounded = (duration != null) ? duration : DEFAULT_DURATION;
		if (bounded.compareTo(MIN_DURATION) < 0 || bounded.compareTo(MAX_DURATION) > 0) {
			throw new InvalidEndpointRequestException("A quarantine of " + bounded + " was asked for",
					"The duration must be from 1s to 24h");
		}
		if (reason != null && reason.length() > MAX_REASON) {
			throw new InvalidEndpointRequestException("The reason has " + reason.length() + " characters",
					"The reason must have at most " + MAX_REASON + " characters");
		}
		String text = (reason == null || reason.isBlank()) ? "no reason given" : printable(reason);
		boolean known = await(this.balancer.quarantine(service, instance, bounded, text + " (by " + name(who) + ")"));
		return known ? this.descriptions.find(service, instance) : null;
	}

	@Nullable InstanceDescriptor end(String service, String instance, @Nullable Principal who) {
		if (!await(this.balancer.release(service, instance))) {
			return null;
		}
		this.events.record(DiscoveryEvent.Type.RELEASED, service, instance, "by " + name(who));
		return this.descriptions.find(service, instance);
	}

	private static String name(@Nullable Principal who) {
		String name = (who != null) ? who.getName() : null;
		if (name == null || name.isBlank()) {
			return "hand";
		}
		return printable((name.length() <= MAX_NAME) ? name : name.substring(0, MAX_NAME));
	}

	private static String printable(String text) {
		return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", " ").strip();
	}

	/**
	 * It happens on this thread, or soon on that of whoever is judging just now.
	 */
	private static boolean await(CompletionStage<Boolean> done) {
		try {
			return done.toCompletableFuture().get(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while an instance is taken out or brought back", ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("An instance could not be taken out or brought back in time", ex);
		}
	}

}
