package dev.discovery.balancing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

import dev.discovery.backend.BackendException;
import dev.discovery.directory.LookupCounts;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.model.Health;
import dev.discovery.model.Provenance;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a service, and for each instance why it is or isn't picked.
 *
 * @param serviceId the service
 * @param provenance how far to trust it, null if the registry has never answered
 * @param age how long ago the watch broke, zero while it is alive
 * @param policy how one of the fit is chosen
 * @param panic whether so few are fit that all are used
 * @param held how many instances are served although the registry has suddenly ceased to
 * list them
 * @param lastError why the registry can't be asked, if it can't
 * @param instances every instance that the registry knows
 * @param lookups how lookups were answered, null if nobody counts
 */
public record ServiceReport(String serviceId, @Nullable Provenance provenance, Duration age, String policy,
		boolean panic, int held, @Nullable String lastError, List<InstanceReport> instances,
		@Nullable LookupCounts lookups) {

	static ServiceReport of(ServiceBalancer service, long now) {
		ServiceEntry entry = service.entry();
		Pool pool = service.pool();
		ServiceSnapshot snapshot = entry.current();
		BackendException error = entry.lastError();
		return new ServiceReport(entry.serviceId(), (snapshot != null) ? snapshot.provenance() : null, entry.age(),
				(pool != null) ? pool.policy().name() : "", pool != null && pool.selection().panic(), entry.held(),
				(error != null) ? error.getMessage() : null, (pool != null) ? InstanceReport.all(pool, now) : List.of(),
				entry.lookups());
	}

	/**
	 * Why there is nobody to call, in a sentence.
	 * @param backend the name of the backend
	 * @return what is known and what doesn't fit
	 */
	public String whyNone(String backend) {
		StringBuilder text = new StringBuilder("No instance of '" + this.serviceId + "' can be called: ");
		if (this.provenance == null) {
			return text.append("the registry (").append(backend).append(") has not answered yet").toString();
		}
		text.append("the registry (").append(backend).append(") ");
		text.append(this.instances.isEmpty() ? "knows none by that name" : "knows " + countByHealth());
		if (this.lastError != null) {
			text.append("; it has not been reachable for ")
				.append(this.age.toSeconds())
				.append(" s: ")
				.append(this.lastError);
		}
		return text.toString();
	}

	private String countByHealth() {
		Map<Health, Integer> counts = new TreeMap<>();
		this.instances.forEach((report) -> counts.merge(report.instance().getHealth(), 1, Integer::sum));
		StringJoiner joined = new StringJoiner(", ", this.instances.size() + ", of which none fits: ", "");
		counts.forEach((health, count) -> joined
			.add(count + " " + health + ((health == Health.UP) ? " but ejected or failing its health check" : "")));
		return joined.toString();
	}

}
