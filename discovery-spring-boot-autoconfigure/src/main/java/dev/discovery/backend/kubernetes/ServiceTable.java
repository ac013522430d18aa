package dev.discovery.backend.kubernetes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Entries;
import dev.discovery.backend.kubernetes.Content.Table;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * What services say of themselves, besides their endpoints.
 */
final class ServiceTable implements Table<ServiceObject> {

	private final BackendRuntime runtime;

	private final KubernetesSettings settings;

	private final Subject<ServiceObject> subject;

	private final Map<ServiceName, ServiceObject> services = new HashMap<>();

	ServiceTable(BackendRuntime runtime, KubernetesSettings settings, @Nullable String namespace) {
		this.runtime = runtime;
		this.settings = settings;
		this.subject = new Subject<>(Resource.SERVICES, namespace, null, ServiceObject.class);
	}

	@Override
	public Subject<ServiceObject> subject() {
		return this.subject;
	}

	@Override
	public void replaceAll(List<ServiceObject> objects) {
		this.services.clear();
		objects.forEach(this::put);
	}

	@Override
	public Set<ServiceName> put(ServiceObject service) {
		this.services.put(service.metadata().key(), service);
		return Set.of(service.metadata().key());
	}

	@Override
	public Set<ServiceName> remove(ServiceName key) {
		this.services.remove(key);
		return Set.of(key);
	}

	/**
	 * The services that stand for a name outside of the cluster.
	 */
	Set<ServiceName> external() {
		return this.services.keySet().stream().filter(this::isExternal).collect(Collectors.toSet());
	}

	private boolean isExternal(ServiceName name) {
		ServiceObject service = this.services.get(name);
		return this.settings.extras().externalNames() && service != null && service.externalName() != null;
	}

	/**
	 * The one instance of a service that stands for a name outside of the cluster, or
	 * null if it doesn't.
	 */
	@Nullable Instance external(ServiceName name) {
		ServiceObject service = this.services.get(name);
		if (service == null || !isExternal(name)) {
			return null;
		}
		NamedPort port = new PortRule(name, this.settings).choose(service.ports());
		List<Instance> one = Entries.collect(this.runtime, List.of(service),
				(external) -> Instance
					.builder(name.id(this.settings.namespace()), String.valueOf(external.externalName()),
							(port.port() != null) ? port.port() : 0)
					.secure(port.isHttps())
					.metadata(metadata(name))
					.build());
		return one.isEmpty() ? null : one.get(0);
	}

	/**
	 * What a service adds to the metadata of its instances. Annotations stand above
	 * labels.
	 */
	Map<String, @Nullable String> metadata(ServiceName name) {
		ServiceObject service = this.services.get(name);
		Map<String, @Nullable String> metadata = new HashMap<>();
		if (service != null && this.settings.extras().labels()) {
			metadata.putAll(service.metadata().labels());
		}
		if (service != null && this.settings.extras().annotations()) {
			metadata.putAll(service.metadata().annotations());
		}
		return metadata;
	}

}
