package dev.discovery.actuate;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.discovery.backend.composite.RegistryReport;
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

	private final RegistryDescriptions registries;

	/**
	 * Creates an indicator.
	 * @param directory the local copy of the registry
	 * @param degradedAfter how long the registry may be out of reach
	 */
	public DiscoveryHealthIndicator(ServiceDirectory directory, Duration degradedAfter) {
		this(directory, degradedAfter, RegistryDescriptions.of(null));
	}

	/**
	 * Creates an indicator over several registries, of which any one makes it DEGRADED.
	 * @param directory the local copy of the registries
	 * @param degradedAfter how long a registry may be out of reach
	 * @param registries how each registry does
	 */
	public DiscoveryHealthIndicator(ServiceDirectory directory, Duration degradedAfter,
			RegistryDescriptions registries) {
		super("The discovery health check failed");
		this.directory = directory;
		this.degradedAfter = degradedAfter;
		this.registries = registries;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Collection<ServiceEntry> entries = this.directory.entries();
		Optional<ServiceEntry> oldest = entries.stream()
			.filter((entry) -> entry.lastError() != null)
			.max(Comparator.comparing(ServiceEntry::brokenFor));
		List<RegistryReport> reports = this.registries.reports();
		boolean degraded = oldest.filter((entry) -> isLong(entry.brokenFor())).isPresent()
				|| reports.stream().anyMatch((report) -> isLong(report.failingFor()));
		builder.status(degraded ? DEGRADED : Status.UP)
			.withDetail("backend", this.directory.backendName())
			.withDetail("services", entries.size());
		oldest.ifPresent((entry) -> builder.withDetail("unreachableForSeconds", entry.brokenFor().toSeconds())
			.withDetail("lastError", String.valueOf(entry.lastError())));
		if (!reports.isEmpty()) {
			builder.withDetail("registries",
					reports.stream()
						.collect(Collectors.toMap(RegistryReport::name, DiscoveryHealthIndicator::describe, (a, b) -> a,
								LinkedHashMap::new)));
		}
	}

	private boolean isLong(Duration outage) {
		return !outage.isZero() && outage.compareTo(this.degradedAfter) >= 0;
	}

	private static String describe(RegistryReport report) {
		return report.state() + ((report.lastError() != null)
				? " for " + report.failingFor().toSeconds() + " s: " + report.lastError() : "");
	}

}
