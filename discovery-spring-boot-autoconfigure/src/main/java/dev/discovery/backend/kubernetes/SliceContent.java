package dev.discovery.backend.kubernetes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Services made of endpoint slices and, where asked for, of what services say of
 * themselves.
 */
final class SliceContent implements Content {

	private final SliceTable slices;

	private final @Nullable ServiceTable services;

	private final SliceDialect dialect;

	/**
	 * Creates it, empty.
	 * @param namespace which namespace, or null for all
	 */
	SliceContent(BackendRuntime runtime, KubernetesSettings settings, @Nullable String namespace) {
		this.slices = new SliceTable(runtime, namespace);
		this.services = settings.extras().any() ? new ServiceTable(runtime, settings, namespace) : null;
		this.dialect = new SliceDialect(runtime, settings);
	}

	@Override
	public List<Table<?>> tables() {
		return (this.services != null) ? List.of(this.slices, this.services) : List.of(this.slices);
	}

	@Override
	public Set<ServiceName> services() {
		Set<ServiceName> all = new HashSet<>(this.slices.byService.keySet());
		if (this.services != null) {
			all.addAll(this.services.external());
		}
		return all;
	}

	@Override
	public List<Instance> instances(ServiceName service) {
		Instance external = (this.services != null) ? this.services.external(service) : null;
		if (external != null) {
			return List.of(external);
		}
		Map<String, ListedSlice> known = this.slices.byService.getOrDefault(service, Map.of());
		return this.dialect.instances(service, known.values(),
				(this.services != null) ? this.services.metadata(service) : Map.of());
	}

	/**
	 * The slices, by service.
	 */
	private static final class SliceTable implements Table<EndpointSlice> {

		private final BackendRuntime runtime;

		private final Subject<EndpointSlice> subject;

		/** The service of each slice, by the slice's namespace and name. */
		private final Map<ServiceName, ServiceName> owners = new HashMap<>();

		private final Map<ServiceName, Map<String, ListedSlice>> byService = new HashMap<>();

		SliceTable(BackendRuntime runtime, @Nullable String namespace) {
			this.runtime = runtime;
			this.subject = new Subject<>(Resource.ENDPOINT_SLICES, namespace, null, EndpointSlice.class);
		}

		@Override
		public Subject<EndpointSlice> subject() {
			return this.subject;
		}

		@Override
		public void replaceAll(List<EndpointSlice> objects) {
			this.owners.clear();
			this.byService.clear();
			objects.forEach(this::put);
		}

		@Override
		public Set<ServiceName> put(EndpointSlice slice) {
			ServiceName key = slice.metadata().key();
			Set<ServiceName> changed = remove(key);
			String service = slice.service();
			if (service == null || service.isEmpty()) {
				this.runtime.observer().dropped(this.runtime.name(), "orphaned");
				return changed;
			}
			ServiceName owner = new ServiceName(service, key.namespace());
			this.owners.put(key, owner);
			this.byService.computeIfAbsent(owner, (any) -> new HashMap<>()).put(key.name(), new ListedSlice(slice));
			changed.add(owner);
			return changed;
		}

		@Override
		public Set<ServiceName> remove(ServiceName key) {
			ServiceName owner = this.owners.remove(key);
			if (owner == null) {
				return new HashSet<>();
			}
			this.byService.computeIfPresent(owner, (any, slices) -> {
				slices.remove(key.name());
				return slices.isEmpty() ? null : slices;
			});
			return new HashSet<>(Set.of(owner));
		}

	}

}
