package dev.discovery.backend.kubernetes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Entries;
import dev.discovery.backend.kubernetes.KubernetesSettings.AddressType;
import dev.discovery.backend.kubernetes.PortRule.Called;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * One service made of the pods that a label selector finds.
 */
final class PodContent implements Content, Content.Table<Pod> {

	private static final String ZONE = "topology.kubernetes.io/zone";

	private static final String REGION = "topology.kubernetes.io/region";

	private final BackendRuntime runtime;

	private final KubernetesSettings settings;

	private final ServiceName service;

	private final Subject<Pod> subject;

	private final Map<ServiceName, Pod> pods = new HashMap<>();

	PodContent(BackendRuntime runtime, KubernetesSettings settings, ServiceName service, String selector) {
		this.runtime = runtime;
		this.settings = settings;
		this.service = service;
		this.subject = new Subject<>(Resource.PODS, service.namespace(), selector, Pod.class);
	}

	@Override
	public List<Table<?>> tables() {
		return List.of(this);
	}

	@Override
	public Subject<Pod> subject() {
		return this.subject;
	}

	@Override
	public void replaceAll(List<Pod> objects) {
		this.pods.clear();
		objects.forEach(this::put);
	}

	@Override
	public Set<ServiceName> put(Pod pod) {
		this.pods.put(pod.metadata().key(), pod);
		return services();
	}

	@Override
	public Set<ServiceName> remove(ServiceName key) {
		this.pods.remove(key);
		return services();
	}

	@Override
	public Set<ServiceName> services() {
		return Set.of(this.service);
	}

	/**
	 * A pod without an address is none yet, and one that has ended is none any more. One
	 * without the port that others have is none either.
	 */
	@Override
	public List<Instance> instances(ServiceName any) {
		PortRule rule = new PortRule(this.service, this.settings);
		List<Pod> there = this.pods.values()
			.stream()
			.filter((pod) -> !pod.isOver() && !pod.addresses().isEmpty())
			.toList();
		List<Called<Pod>> called = rule.called(there, Pod::ports);
		for (int i = called.size(); i < there.size(); i++) {
			this.runtime.observer().dropped(this.runtime.name(), PortRule.LACKING);
		}
		return Entries.collect(this.runtime, called, (one) -> instance(one.part(), one.port()));
	}

	private @Nullable Instance instance(Pod pod, NamedPort port) {
		if (port.port() == null) {
			return null;
		}
		ObjectMeta meta = pod.metadata();
		Map<String, @Nullable String> metadata = new HashMap<>(meta.labels());
		metadata.put(SliceDialect.POD, meta.name());
		metadata.put(SliceDialect.UID, meta.uid());
		metadata.put(SliceDialect.NODE, pod.node());
		metadata.putIfAbsent(Instance.ZONE, meta.labels().get(ZONE));
		metadata.putIfAbsent(Instance.REGION, meta.labels().get(REGION));
		return Instance.builder(this.service.id(this.settings.namespace()), address(pod.addresses()), port.port())
			.instanceId(meta.name() + "." + meta.uid())
			.secure(port.isHttps())
			.health(pod.health())
			.metadata(metadata)
			.build();
	}

	private String address(List<String> addresses) {
		boolean wanted = this.settings.addressType() == AddressType.IPV6;
		return addresses.stream()
			.filter((address) -> (address.indexOf(':') >= 0) == wanted)
			.findFirst()
			.orElse(addresses.get(0));
	}

}
