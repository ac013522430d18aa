package dev.discovery.actuate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.discovery.actuate.RegistryDescriptions.RegistryDescriptor;
import dev.discovery.actuate.RegistryDescriptions.ShadowDescriptor;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.RouteReport;
import dev.discovery.balancing.Step;
import dev.discovery.directory.LookupCounts;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.directory.ServiceEntry;
import dev.discovery.observe.EventLog;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@code /actuator/discovery}: the services that this application follows, and for one of
 * them why each instance is or isn't picked. Reads memory; only the first question about
 * a service waits for the registry.
 * <p>
 * Instances are taken out and brought back where access is {@code unrestricted}, which it
 * isn't unless somebody says so.
 */
@Endpoint(id = "discovery", defaultAccess = Access.READ_ONLY)
public final class DiscoveryEndpoint {

	private final ServiceDirectory directory;

	private final OwnRegistration registration;

	private final Descriptions descriptions;

	private final Quarantine quarantine;

	private final RegistryDescriptions registries;

	/**
	 * Creates the endpoint.
	 * @param directory the local copy of the registry
	 * @param balancer who decides
	 * @param registration this application's own registration
	 * @param shownMetadata keys of instance metadata whose values may be shown
	 * @param ticker the balancer's clock
	 * @param events where it is written down who took out which instance
	 */
	public DiscoveryEndpoint(ServiceDirectory directory, Balancer balancer, OwnRegistration registration,
			Set<String> shownMetadata, Ticker ticker, EventLog events) {
		this(directory, balancer, registration, shownMetadata, ticker, events, RegistryDescriptions.of(null));
	}

	/**
	 * Creates the endpoint over several registries.
	 * @param directory the local copy of the registries
	 * @param balancer who decides
	 * @param registration this application's own registration
	 * @param shownMetadata keys of instance metadata whose values may be shown
	 * @param ticker the balancer's clock
	 * @param events where it is written down who took out which instance
	 * @param registries how each registry does
	 */
	public DiscoveryEndpoint(ServiceDirectory directory, Balancer balancer, OwnRegistration registration,
			Set<String> shownMetadata, Ticker ticker, EventLog events, RegistryDescriptions registries) {
		this.registries = registries;
		this.directory = directory;
		this.registration = registration;
		this.descriptions = new Descriptions(balancer, shownMetadata, ticker);
		this.quarantine = new Quarantine(balancer, this.descriptions, events);
	}

	/**
	 * All services that are followed.
	 * @return the state of discovery
	 */
	@ReadOperation(producesFrom = Representation.class)
	public DiscoveryDescriptor discovery() {
		Map<String, ServiceDescriptor> services = this.directory.entries()
			.stream()
			.collect(Collectors.toMap(ServiceEntry::serviceId, (entry) -> this.descriptions.describe(entry.serviceId()),
					(a, b) -> a, LinkedHashMap::new));
		return new DiscoveryDescriptor(this.directory.backendName(), this.registries.registries(),
				this.registries.shadow(), this.registration.describe(), services);
	}

	/**
	 * One service, explained. Asks the registry where nobody has asked yet.
	 * @param service the service's id
	 * @return what is known about it
	 */
	public ServiceDescriptor service(String service) {
		return this.descriptions.ask(service, null);
	}

	/**
	 * One service, explained for a request, if something is said of one: which rule it
	 * meets, and who would be picked with which share. Asks the registry where nobody has
	 * asked yet; counts nothing.
	 * @param service the service's id
	 * @param method the request's method
	 * @param path its path
	 * @param header its headers, each as {@code name:value}
	 * @param cookie its cookies, each as {@code name=value}
	 * @param query its query parameters, each as {@code name=value}
	 * @return what is known about it
	 */
	@ReadOperation
	public ServiceDescriptor service(@Selector String service, @Nullable String method, @Nullable String path,
			@Nullable List<String> header, @Nullable List<String> cookie, @Nullable List<String> query) {
		return this.descriptions.ask(service, AskedRequest.of(method, path, header, cookie, query));
	}

	/**
	 * Takes an instance out for a time; it comes back by itself. The last one of a
	 * service keeps its calls even so.
	 * @param service the id of a service that is followed
	 * @param instance the instance's id
	 * @param duration for how long, from 1 s to 24 h; 5 minutes if not given
	 * @param reason what people are told
	 * @return the instance as it stands now, null if there is none
	 */
	@WriteOperation
	public @Nullable InstanceDescriptor quarantine(@Selector String service, @Selector String instance,
			@Nullable Duration duration, @Nullable String reason) {
		return this.quarantine.begin(service, instance, duration, reason, null);
	}

	/**
	 * Brings an instance back at once, whoever had taken it out.
	 * @param service the id of a service that is followed
	 * @param instance the instance's id
	 * @return the instance as it stands now, null if there is none
	 */
	@DeleteOperation
	public @Nullable InstanceDescriptor release(@Selector String service, @Selector String instance) {
		return this.quarantine.end(service, instance, null);
	}

	/** For those who know who asks. */
	Quarantine quarantine() {
		return this.quarantine;
	}

	/**
	 * The state of discovery.
	 *
	 * @param backend which registry is the source of truth
	 * @param registries how each does, where there are several
	 * @param shadow how the one compares that isn't served, if there is one
	 * @param registration this application's own registration
	 * @param services what is known about each followed service
	 */
	public record DiscoveryDescriptor(String backend, @Nullable Map<String, RegistryDescriptor> registries,
			@Nullable ShadowDescriptor shadow, Map<String, Object> registration,
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
	 * @param held how many instances are served although the registry has suddenly ceased
	 * to list them
	 * @param lastError why the registry can't be asked, if it can't
	 * @param routes where requests like the one that was asked about go; empty if none
	 * was
	 * @param instances every instance that the registry knows; where a route leads to
	 * another service, that one's
	 * @param limits whether its calls may begin
	 * @param subsetLimits whether those of its subsets may that have a limit or a circuit
	 * breaker of their own, by the subset's name; null where none has
	 * @param lookups how lookups were answered, null where Micrometer doesn't count those
	 * of this service by themselves
	 */
	public record ServiceDescriptor(String service, String provenance, double ageSeconds, String policy, boolean panic,
			int held, @Nullable String lastError, List<RouteReport> routes, List<InstanceDescriptor> instances,
			LimitsDescriptor limits, @Nullable Map<String, LimitsDescriptor> subsetLimits,
			@Nullable LookupCounts lookups) {
	}

	/**
	 * What is known about an instance.
	 *
	 * @param id its id
	 * @param uri where it is
	 * @param health what the registry says
	 * @param pickable whether it gets calls
	 * @param reason why it does or doesn't
	 * @param passedOver the step that passes it over, null if none does
	 * @param share the part of the calls that it gets, as long as all instances are idle
	 * @param metadata its metadata, masked where the value isn't known to be harmless
	 * @param calls what calls learned about it, if it gets any
	 * @param ejection why it was taken out for a while, if it is
	 * @param ailment what the active health check says is wrong, if anything is
	 */
	public record InstanceDescriptor(String id, String uri, String health, boolean pickable, String reason,
			@Nullable Step passedOver, double share, Map<String, String> metadata, @Nullable CallsDescriptor calls,
			@Nullable EjectionDescriptor ejection, @Nullable String ailment) {
	}

}
