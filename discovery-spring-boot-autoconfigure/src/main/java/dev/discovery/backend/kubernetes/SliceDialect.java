package dev.discovery.backend.kubernetes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Entries;
import dev.discovery.backend.kubernetes.EndpointSlice.Endpoint;
import dev.discovery.backend.kubernetes.EndpointSlice.Target;
import dev.discovery.backend.kubernetes.ListedSlice.Terms;
import dev.discovery.backend.kubernetes.PortRule.Called;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.InstanceBuilder;
import dev.discovery.model.Sharing;
import org.jspecify.annotations.Nullable;

/**
 * Turns the slices of a service into its instances. With dual stack a pod stands in a
 * slice of each kind of address, of which one is preferred here. While endpoints move
 * from slice to slice it may stand in two of one kind: that it is one all the same is
 * seen to by the snapshot, as for all registries, since that sorts them by id anyway.
 */
final class SliceDialect {

	static final String NAMESPACE = "kubernetes.namespace";

	static final String POD = "kubernetes.pod";

	static final String UID = "kubernetes.uid";

	static final String NODE = "kubernetes.node";

	static final String HINTS = "kubernetes.hints";

	private final BackendRuntime runtime;

	private final KubernetesSettings settings;

	SliceDialect(BackendRuntime runtime, KubernetesSettings settings) {
		this.runtime = runtime;
		this.settings = settings;
	}

	/**
	 * The instances; one that several slices list may be among them as often.
	 * @param extra what the service itself adds to the metadata
	 */
	List<Instance> instances(ServiceName service, Collection<ListedSlice> slices, Map<String, @Nullable String> extra) {
		PortRule rule = new PortRule(service, this.settings);
		List<ListedSlice> sorted = slices.stream()
			.filter((slice) -> !slice.endpoints().isEmpty())
			.sorted(Comparator.comparingInt(this::rank))
			.toList();
		List<Called<ListedSlice>> called = rule.called(sorted, (slice) -> slice.slice().ports());
		countLacking(sorted, called);
		boolean nobodyReady = called.stream()
			.flatMap((one) -> one.part().endpoints().stream())
			.noneMatch(Endpoint::isReady);
		Sharing sharing = new Sharing();
		List<List<Instance>> instances = new ArrayList<>();
		for (Called<ListedSlice> one : called) {
			Terms terms = new Terms(one.port(), nobodyReady, extra);
			instances.add(instances(service, one.part(), terms, sharing));
		}
		List<Integer> ranks = called.stream().map((one) -> rank(one.part())).toList();
		return (ranks.stream().distinct().count() > 1) ? preferred(instances, ranks)
				: instances.stream().flatMap(List::stream).toList();
	}

	private void countLacking(List<ListedSlice> all, List<Called<ListedSlice>> called) {
		int listed = all.stream().mapToInt((slice) -> slice.endpoints().size()).sum();
		int endpoints = called.stream().mapToInt((one) -> one.part().endpoints().size()).sum();
		for (int i = endpoints; i < listed; i++) {
			this.runtime.observer().dropped(this.runtime.name(), PortRule.LACKING);
		}
	}

	/**
	 * Of the addresses of a pod the first kind, if it is as well there. Where nobody
	 * knows the pod, only addresses of the first kind.
	 */
	private static List<Instance> preferred(List<List<Instance>> slices, List<Integer> ranks) {
		Map<String, Instance> byId = new LinkedHashMap<>();
		for (int i = 0; i < ranks.size(); i++) {
			boolean first = ranks.get(i).equals(ranks.get(0));
			slices.get(i)
				.stream()
				.filter((instance) -> first || instance.getMetadata().containsKey(UID))
				.forEach((instance) -> byId.merge(instance.getInstanceId(), instance, SliceDialect::healthier));
		}
		return List.copyOf(byId.values());
	}

	/**
	 * Those of one slice; where they are known from before, whether they can be trusted
	 * is examined all the same.
	 */
	private List<Instance> instances(ServiceName service, ListedSlice slice, Terms terms, Sharing sharing) {
		List<Instance> known = slice.made(terms);
		if (known != null) {
			return Entries.collect(this.runtime, known, (instance) -> instance);
		}
		List<Instance> made = Entries.collect(this.runtime, slice.endpoints(), (endpoint) -> {
			InstanceBuilder builder = instance(service, endpoint, terms.port(), terms.extra());
			return (builder != null) ? builder.health(health(endpoint, terms.nobodyReady())).sharing(sharing).build()
					: null;
		});
		slice.keep(terms, made);
		return made;
	}

	private static Instance healthier(Instance first, Instance second) {
		return (second.getHealth().compareTo(first.getHealth()) < 0) ? second : first;
	}

	/**
	 * The preferred kind of address first, names last.
	 */
	private int rank(ListedSlice listed) {
		String said = listed.slice().addressType();
		String type = (said != null) ? said : "IPv4";
		if (type.equalsIgnoreCase(this.settings.addressType().name())) {
			return 0;
		}
		return type.equals("FQDN") ? 2 : 1;
	}

	private @Nullable InstanceBuilder instance(ServiceName service, Endpoint endpoint, NamedPort port,
			Map<String, @Nullable String> extra) {
		String address = endpoint.address();
		if (address == null) {
			return null;
		}
		InstanceBuilder builder = Instance
			.builder(service.id(this.settings.namespace()), address, (port.port() != null) ? port.port() : 0)
			.secure(port.isHttps())
			.metadata(extra)
			.metadata(HINTS, (endpoint.hints() != null) ? String.join(",", endpoint.hints()) : null);
		if (!service.namespace().equals(this.settings.namespace())) {
			builder.metadata(NAMESPACE, service.namespace());
		}
		builder.metadata(NODE, endpoint.nodeName());
		Target target = endpoint.target();
		if (target != null && target.uid() != null) {
			builder.ownHost()
				.ownMetadata(POD, target.name())
				.ownMetadata(UID, target.uid())
				.instanceId((target.name() != null) ? target.name() + "." + target.uid() : target.uid());
		}
		return (endpoint.zone() != null) ? builder.metadata(Instance.ZONE, endpoint.zone()) : builder;
	}

	/**
	 * Where nobody is ready, those who go on serving until they end are better than
	 * nobody, as kube-proxy has it.
	 */
	private static Health health(Endpoint endpoint, boolean nobodyReady) {
		if (endpoint.isReady() || (nobodyReady && endpoint.isServingToTheEnd())) {
			return Health.UP;
		}
		return endpoint.isTerminating() ? Health.OUT_OF_SERVICE : Health.DOWN;
	}

}
