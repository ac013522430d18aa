package dev.discovery.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.discovery.actuate.DiscoveryEndpoint.InstanceDescriptor;
import dev.discovery.actuate.DiscoveryEndpoint.ServiceDescriptor;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.InstanceReport;
import dev.discovery.balancing.RouteReport;
import dev.discovery.balancing.ServiceReport;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.directory.NoAnswerException;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.model.Instance;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Describes services and instances, with all metadata masked that isn't known to be
 * harmless.
 */
final class Descriptions {

	private static final String MASK = "******";

	private final Balancer balancer;

	private final Set<String> shownMetadata;

	private final Ticker ticker;

	Descriptions(Balancer balancer, Set<String> shownMetadata, Ticker ticker) {
		this.balancer = balancer;
		this.shownMetadata = shownMetadata;
		this.ticker = ticker;
	}

	/** Asks the registry where nobody has asked yet. */
	ServiceDescriptor ask(String serviceId, @Nullable RequestView request) {
		if (!Instance.isServiceName(serviceId)) {
			throw new InvalidEndpointRequestException("What was asked about is no name of a service",
					"A name has from 1 to 512 characters, none of them a control character");
		}
		if (this.balancer.known(serviceId) == null) {
			try {
				this.balancer.pool(serviceId);
			}
			catch (NoAnswerException ex) {
				// the description says so
			}
		}
		return describe(
				(request != null) ? this.balancer.explain(serviceId, request) : this.balancer.explain(serviceId));
	}

	ServiceDescriptor describe(String serviceId) {
		return describe(this.balancer.explain(serviceId));
	}

	private ServiceDescriptor describe(ServiceReport report) {
		return new ServiceDescriptor(report.serviceId(),
				(report.provenance() != null) ? report.provenance().name() : "NONE", report.age().toMillis() / 1000.0,
				report.policy(), report.panic(), report.held(), report.lastError(),
				report.routes().stream().map(Descriptions::rounded).toList(),
				report.instances().stream().map(this::describe).toList(), LimitsDescriptor.of(report.admission()),
				LimitsDescriptor.all(report.subsetAdmissions()), report.lookups());
	}

	private static RouteReport rounded(RouteReport route) {
		return new RouteReport(route.rule(), route.match(), route.destination(), rounded(route.share()), route.note());
	}

	private static double rounded(double share) {
		return Math.round(share * 10_000) / 10_000.0;
	}

	@Nullable InstanceDescriptor find(String serviceId, String instanceId) {
		return this.balancer.explain(serviceId)
			.instances()
			.stream()
			.filter((report) -> report.instance().getInstanceId().equals(instanceId))
			.map(this::describe)
			.findFirst()
			.orElse(null);
	}

	private InstanceDescriptor describe(InstanceReport report) {
		Instance instance = report.instance();
		InstanceStats stats = report.stats();
		Ejection ejection = (stats != null) ? stats.ejection() : null;
		return new InstanceDescriptor(instance.getInstanceId(), instance.getUri().toString(),
				instance.getHealth().name(), report.pickable(), report.reason(), report.passedOver(),
				rounded(report.share()), masked(instance.getMetadata()),
				(stats != null) ? CallsDescriptor.of(stats) : null,
				(ejection != null) ? EjectionDescriptor.of(ejection, this.ticker.nanos()) : null,
				(stats != null) ? stats.ailment() : null);
	}

	private Map<String, String> masked(Map<String, String> metadata) {
		Map<String, String> masked = new LinkedHashMap<>();
		metadata.forEach((key, value) -> masked.put(key, this.shownMetadata.contains(key) ? value : MASK));
		return masked;
	}

}
