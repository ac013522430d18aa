package dev.discovery.actuate;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.ServiceEntry;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * How discovery does: UP, or DEGRADED when the registry has been out of reach for long.
 * <p>
 * Never DOWN, and DEGRADED is answered with HTTP 200: an application that can still call
 * everybody must not be taken out because a registry died, least of all with its whole
 * fleet.
 */
public final class DiscoveryHealthIndicator extends AbstractHealthIndicator {

	/**
	 * Still serving, from what was known before the registry went away.
	 */
	public static final Status DEGRADED = new Status("DEGRADED", "The registry is out of reach");

	private final ServiceDirectory directory;

	private final Duration degradedAfter;

	/**
	 * Creates an indicator.
	 * @param directory the local copy of the registry
	 * @param degradedAfter how long the registry may be out of reach
	 */
	public DiscoveryHealthIndicator(ServiceDirectory directory, Duration degradedAfter) {
		super("The discovery health check failed");
		this.directory = directory;
		this.degradedAfter = degradedAfter;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Collection<ServiceEntry> entries = this.directory.entries();
		Optional<ServiceEntry> oldest = entries.stream()
			.filter((entry) -> entry.lastError() != null)
			.max(Comparator.comparing(ServiceEntry::brokenFor));
		boolean degraded = oldest.filter((entry) -> entry.brokenFor().compareTo(this.degradedAfter) >= 0).isPresent();
		builder.status(degraded ? DEGRADED : Status.UP)
			.withDetail("backend", this.directory.backendName())
			.withDetail("services", entries.size());
		oldest.ifPresent((entry) -> builder.withDetail("unreachableForSeconds", entry.brokenFor().toSeconds())
			.withDetail("lastError", String.valueOf(entry.lastError())));
	}

}
