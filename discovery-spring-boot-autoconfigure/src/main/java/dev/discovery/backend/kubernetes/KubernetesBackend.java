package dev.discovery.backend.kubernetes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.JointWatch;
import dev.discovery.backend.MirrorBackend;
import dev.discovery.backend.NamesListener;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;
import org.jspecify.annotations.Nullable;

/**
 * Reads the endpoints of services from the API server, one mirror for each namespace, or
 * one for all, and one for each service that is found by the labels of its pods. A mirror
 * that can't be read doesn't hide what the others know.
 * <p>
 * Safe for use by several threads; callbacks run on the client's threads or on the
 * scheduler's.
 */
public final class KubernetesBackend implements ServiceBackend {

	private static final Watch NOTHING = () -> {
	};

	private final KubernetesApi api;

	private final KubernetesSettings settings;

	/** By namespace, empty for all, or by the name of a service, which has a dot. */
	private final Map<String, ServiceBackend> mirrors = new ConcurrentHashMap<>();

	/**
	 * Creates the backend; it asks nothing before the first watch.
	 * @param api the way to the API server, not closed by the backend
	 * @param settings which cluster, and what to see of it
	 */
	public KubernetesBackend(KubernetesApi api, KubernetesSettings settings) {
		this.api = api;
		this.settings = settings;
	}

	@Override
	public String name() {
		return this.api.runtime().name();
	}

	@Override
	public String origin() {
		return name() + " " + this.settings.url() + " " + this.settings.namespace() + " "
				+ new TreeSet<>(this.settings.namespaces());
	}

	@Override
	public Watch watch(String serviceId, WatchListener listener) {
		ServiceName name = ServiceName.parse(serviceId, this.settings.namespace(), this.settings.clusterDomain());
		if (name == null) {
			listener.onError(new BackendException(Kind.INVALID,
					"'" + serviceId
							+ "' is no name of a service: use <name>, <name>.<namespace>, <name>.<namespace>.svc or"
							+ " <name>.<namespace>.svc." + this.settings.clusterDomain()));
			return NOTHING;
		}
		if (!this.settings.allows(name.namespace())) {
			listener.onError(new BackendException(Kind.DENIED, "the namespace of '" + serviceId
					+ "' is none of those that discovery.kubernetes.namespaces allows"));
			return NOTHING;
		}
		return backend(name).watch(serviceId, listener);
	}

	@Override
	public Watch watchNames(NamesListener listener) {
		return JointWatch.names(all(), listener);
	}

	/**
	 * The own namespace first: its failure is the one that counts.
	 */
	private List<ServiceBackend> all() {
		List<ServiceBackend> all = new ArrayList<>();
		if (this.settings.namespaces().isEmpty()) {
			all.add(namespace(null));
		}
		else {
			Set<String> sorted = new TreeSet<>(
					Comparator.comparing((String name) -> !name.equals(this.settings.namespace()))
						.thenComparing(Comparator.naturalOrder()));
			sorted.addAll(this.settings.namespaces());
			sorted.forEach((namespace) -> all.add(namespace(namespace)));
		}
		this.settings.services().forEach((name, service) -> {
			if (service.podSelector() != null) {
				all.add(backend(name));
			}
		});
		return all;
	}

	private ServiceBackend backend(ServiceName name) {
		String selector = this.settings.service(name).podSelector();
		if (selector != null) {
			return this.mirrors.computeIfAbsent(name.toString(),
					(any) -> mirror(new PodContent(this.api.runtime(), this.settings, name, selector)));
		}
		return namespace(this.settings.namespaces().isEmpty() ? null : name.namespace());
	}

	private ServiceBackend namespace(@Nullable String namespace) {
		return this.mirrors.computeIfAbsent((namespace != null) ? namespace : "",
				(any) -> mirror(new SliceContent(this.api.runtime(), this.settings, namespace)));
	}

	private ServiceBackend mirror(Content content) {
		return new MirrorBackend(this.api.runtime(), new ReflectedSource(this.api, content, this.settings.namespace()),
				this::key);
	}

	/**
	 * The same for all forms of a name.
	 */
	private String key(String id) {
		ServiceName name = ServiceName.parse(id, this.settings.namespace(), this.settings.clusterDomain());
		return (name != null) ? name.toString() : id;
	}

	@Override
	public void close() {
		this.mirrors.values().forEach(ServiceBackend::close);
	}

}
