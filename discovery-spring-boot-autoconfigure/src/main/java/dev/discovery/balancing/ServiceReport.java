package dev.discovery.balancing;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import dev.discovery.backend.BackendException;
import dev.discovery.balancing.RoutedPools.Way;
import dev.discovery.balancing.limit.AdmissionReport;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.directory.LookupCounts;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
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
 * @param routes where requests like the one that was asked about go; empty if none was
 * @param instances every instance that the registry knows; where a route leads to another
 * service, that one's
 * @param admission whether its calls may begin
 * @param subsetAdmissions whether those of its subsets may that have a limit or a circuit
 * breaker of their own, by the subset's name
 * @param lookups how lookups were answered, null if nobody counts
 */
public record ServiceReport(String serviceId, @Nullable Provenance provenance, Duration age, String policy,
		boolean panic, int held, @Nullable String lastError, List<RouteReport> routes, List<InstanceReport> instances,
		AdmissionReport admission, Map<String, AdmissionReport> subsetAdmissions, @Nullable LookupCounts lookups) {

	static ServiceReport of(ServiceBalancer service, @Nullable RequestView request, Balancer balancer, long now) {
		ServiceEntry entry = service.entry();
		Pool pool = service.pool();
		ServiceSnapshot snapshot = entry.current();
		BackendException error = entry.lastError();
		List<Way> ways = (pool != null) ? RouteReport.ways(pool, request, balancer) : List.of();
		return new ServiceReport(entry.serviceId(), (snapshot != null) ? snapshot.provenance() : null, entry.age(),
				(pool != null) ? pool.policy().name() : "", pool != null && pool.selection().panic(), entry.held(),
				(error != null) ? error.getMessage() : null,
				(request != null) ? ways.stream().map(RouteReport::of).toList() : List.of(),
				InstanceReport.all(ways, (request != null) ? request : RequestView.NONE, now),
				service.admission().report(), subsetAdmissions(pool), entry.lookups());
	}

	private static Map<String, AdmissionReport> subsetAdmissions(@Nullable Pool pool) {
		RoutedPools routed = (pool != null) ? pool.routed() : null;
		return (routed != null) ? routed.admissions() : Map.of();
	}

	/**
	 * Why there is nobody to call, in a sentence.
	 * @param backend the name of the backend
	 * @return what is known and what doesn't fit
	 */
	public String whyNone(String backend) {
		return whyNone(backend, Scope.WHOLE);
	}

	/** Why there is nobody in a part of the service. */
	String whyNone(String backend, Scope scope) {
		StringBuilder text = new StringBuilder("No instance of '" + this.serviceId + "' can be called: ");
		if (!scope.isWhole()) {
			text.append(scope.why()).append(", and it is refused where nobody there can be called; ");
		}
		if (this.provenance == null) {
			return text.append("the registry (").append(backend).append(") has not answered yet").toString();
		}
		text.append("the registry (").append(backend).append(") ");
		text.append(this.instances.isEmpty() ? "knows none by that name" : "knows " + countByHealth(scope));
		if (this.lastError != null) {
			text.append("; it has not been reachable for ")
				.append(this.age.toSeconds())
				.append(" s: ")
				.append(this.lastError);
		}
		return text.toString();
	}

	private String countByHealth(Scope scope) {
		Map<String, Integer> counts = new LinkedHashMap<>();
		this.instances.stream()
			.sorted(Comparator.comparing((report) -> report.instance().getHealth()))
			.forEach((report) -> counts.merge(why(report.instance(), scope), 1, Integer::sum));
		StringJoiner joined = new StringJoiner(", ", this.instances.size() + ", of which none fits: ", "");
		counts.forEach((why, count) -> joined.add(count + " " + why));
		return joined.toString();
	}

	private static String why(Instance instance, Scope scope) {
		if (instance.getHealth() != Health.UP) {
			return instance.getHealth().toString();
		}
		return scope.contains(instance) ? "UP but ejected or failing its health check" : "UP but not there";
	}

}
