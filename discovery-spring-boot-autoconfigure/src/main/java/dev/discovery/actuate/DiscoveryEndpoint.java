package dev.discovery.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.InstanceReport;
import dev.discovery.balancing.ServiceReport;
import dev.discovery.directory.NoAnswerException;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@code /actuator/discovery}: the services that this application follows, and for one of
 * them why each instance is or isn't picked. Reads memory; only the first question about
 * a service waits for the registry.
 */
@Endpoint(id = "discovery")
public final class DiscoveryEndpoint {

	private static final String MASK = "******";

	private final ServiceDirectory directory;

	private final Balancer balancer;

	private final OwnRegistration registration;

	private final Set<String> shownMetadata;

	/**
	 * Creates the endpoint.
	 * @param directory the local copy of the registry
	 * @param balancer who decides
	 * @param registration this application's own registration
	 * @param shownMetadata keys of instance metadata whose values may be shown
	 */
	public DiscoveryEndpoint(ServiceDirectory directory, Balancer balancer, OwnRegistration registration,
			Set<String> shownMetadata) {
		this.directory = directory;
		this.balancer = balancer;
		this.registration = registration;
		this.shownMetadata = shownMetadata;
	}

	/**
	 * All services that are followed.
	 * @return the state of discovery
	 */
	@ReadOperation
	public DiscoveryDescriptor discovery() {
		Map<String, ServiceDescriptor> services = this.directory.entries()
			.stream()
			.collect(Collectors.toMap(ServiceEntry::serviceId, (entry) -> describe(entry.serviceId()), (a, b) -> a,
					LinkedHashMap::new));
		return new DiscoveryDescriptor(this.directory.backendName(), this.registration.describe(), services);
	}

	/**
	 * One service, explained. Asks the registry where nobody has asked yet.
	 * @param service the service's id
	 * @return what is known about it
	 */
	@ReadOperation
	public ServiceDescriptor service(@Selector String service) {
		try {
			this.balancer.pool(service);
		}
		catch (NoAnswerException ex) {
			// the description says so
		}
		return describe(service);
	}

	private ServiceDescriptor describe(String serviceId) {
		ServiceReport report = this.balancer.explain(serviceId);
		return new ServiceDescriptor(serviceId, (report.provenance() != null) ? report.provenance().name() : "NONE",
				report.age().toMillis() / 1000.0, report.policy(), report.panic(), report.lastError(),
				report.instances().stream().map(this::describe).toList());
	}

	private InstanceDescriptor describe(InstanceReport report) {
		Instance instance = report.instance();
		InstanceStats stats = report.stats();
		return new InstanceDescriptor(instance.getInstanceId(), instance.getUri().toString(),
				instance.getHealth().name(), report.pickable(), report.reason(), masked(instance.getMetadata()),
				(stats != null) ? CallsDescriptor.of(stats) : null);
	}

	private Map<String, String> masked(Map<String, String> metadata) {
		Map<String, String> masked = new LinkedHashMap<>();
		metadata.forEach((key, value) -> masked.put(key, this.shownMetadata.contains(key) ? value : MASK));
		return masked;
	}

	/**
	 * The state of discovery.
	 *
	 * @param backend which registry is the source of truth
	 * @param registration this application's own registration
	 * @param services what is known about each followed service
	 */
	public record DiscoveryDescriptor(String backend, Map<String, Object> registration,
			Map<String, ServiceDescriptor> services) {
	}

	/**
	 * What is known about a service.
	 *
	 * @param service its id
	 * @param provenance LIVE, STALE or DISK, NONE if the registry has never answered
	 * @param ageSeconds how long ago the watch broke, 0 while it is alive
	 * @param policy how one of the fit instances is chosen
	 * @param panic whether so few are fit that all are used
	 * @param lastError why the registry can't be asked, if it can't
	 * @param instances every instance that the registry knows
	 */
	public record ServiceDescriptor(String service, String provenance, double ageSeconds, String policy, boolean panic,
			@Nullable String lastError, List<InstanceDescriptor> instances) {
	}

	/**
	 * What is known about an instance.
	 *
	 * @param id its id
	 * @param uri where it is
	 * @param health what the registry says
	 * @param pickable whether it gets calls
	 * @param reason why it does or doesn't
	 * @param metadata its metadata, masked where the value isn't known to be harmless
	 * @param calls what calls learned about it, if it gets any
	 */
	public record InstanceDescriptor(String id, String uri, String health, boolean pickable, String reason,
			Map<String, String> metadata, @Nullable CallsDescriptor calls) {
	}

	/**
	 * What calls learned about an instance.
	 *
	 * @param inFlight calls that have begun and not ended
	 * @param succeeded calls that succeeded
	 * @param failed calls that failed
	 * @param failedInARow failures since the last success; refused and timed-out calls
	 * count double
	 * @param usualMillis how long successful calls take: a moving average
	 * @param stuck calls that wait in vain for an instance that is hung
	 */
	public record CallsDescriptor(int inFlight, long succeeded, long failed, int failedInARow, double usualMillis,
			int stuck) {

		static CallsDescriptor of(InstanceStats stats) {
			return new CallsDescriptor(stats.inFlight(), stats.successes(), stats.failures(),
					stats.consecutiveFailures(), stats.usualNanos() / 1e6, stats.stuck());
		}

	}

}
