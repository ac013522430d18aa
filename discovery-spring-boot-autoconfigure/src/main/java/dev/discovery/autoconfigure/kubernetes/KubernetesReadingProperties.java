package dev.discovery.autoconfigure.kubernetes;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.kubernetes.KubernetesSettings;
import dev.discovery.backend.kubernetes.KubernetesSettings.AddressType;
import dev.discovery.backend.kubernetes.KubernetesSettings.Extras;
import dev.discovery.backend.kubernetes.KubernetesSettings.ServiceSettings;
import dev.discovery.backend.kubernetes.ServiceName;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.model.PropertyName;
import org.jspecify.annotations.Nullable;

/**
 * What to see of a Kubernetes cluster.
 */
public abstract class KubernetesReadingProperties {

	private static final String PREFIX = KubernetesProperties.PREFIX;

	private static final String SERVICES = PREFIX + "services";

	private static final String ALL = "*";

	private static final int MAX_PORT = 65_535;

	/**
	 * The namespaces that may be seen; '*' alone for all. Defaults to the own one.
	 */
	private List<String> namespaces = new ArrayList<>();

	/**
	 * What the cluster's full names end with.
	 */
	private String clusterDomain = "cluster.local";

	/**
	 * Which addresses are called where pods have several kinds.
	 */
	private AddressType ipFamily = AddressType.IPV4;

	/**
	 * The name of the port that is called. Without it: the only port, else the only one
	 * that is called http or https or speaks it.
	 */
	private @Nullable String portName;

	/**
	 * Whether the labels of services become metadata of their instances. The application
	 * must be allowed to list and watch services.
	 */
	private boolean serviceLabels;

	/**
	 * Whether the annotations of services become metadata of their instances. The
	 * application must be allowed to list and watch services.
	 */
	private boolean serviceAnnotations;

	/**
	 * Whether services of the type ExternalName are found. The application must be
	 * allowed to list and watch services.
	 */
	private boolean externalNames;

	/**
	 * What differs for one service, by its name.
	 */
	private Map<String, Service> services = new LinkedHashMap<>();

	public List<String> getNamespaces() {
		return this.namespaces;
	}

	public void setNamespaces(List<String> namespaces) {
		this.namespaces = namespaces;
	}

	public String getClusterDomain() {
		return this.clusterDomain;
	}

	public void setClusterDomain(String clusterDomain) {
		this.clusterDomain = clusterDomain;
	}

	public AddressType getIpFamily() {
		return this.ipFamily;
	}

	public void setIpFamily(AddressType ipFamily) {
		this.ipFamily = ipFamily;
	}

	public @Nullable String getPortName() {
		return this.portName;
	}

	public void setPortName(@Nullable String portName) {
		this.portName = portName;
	}

	public boolean isServiceLabels() {
		return this.serviceLabels;
	}

	public void setServiceLabels(boolean serviceLabels) {
		this.serviceLabels = serviceLabels;
	}

	public boolean isServiceAnnotations() {
		return this.serviceAnnotations;
	}

	public void setServiceAnnotations(boolean serviceAnnotations) {
		this.serviceAnnotations = serviceAnnotations;
	}

	public boolean isExternalNames() {
		return this.externalNames;
	}

	public void setExternalNames(boolean externalNames) {
		this.externalNames = externalNames;
	}

	public Map<String, Service> getServices() {
		return this.services;
	}

	public void setServices(Map<String, Service> services) {
		this.services = services;
	}

	/**
	 * Checks everything.
	 * @param url the API server
	 * @param namespace the own namespace
	 */
	KubernetesSettings toSettings(URI url, String namespace) {
		requireLabel(PREFIX + "namespace", namespace);
		Set<String> seen = namespaces(namespace);
		Map<ServiceName, ServiceSettings> settings = new HashMap<>();
		this.services.forEach((id, service) -> {
			ServiceName name = ServiceName.parse(id, namespace, this.clusterDomain);
			if (name == null || (!seen.isEmpty() && !seen.contains(name.namespace()))) {
				throw new InvalidDiscoveryPropertyException(PropertyName.of(SERVICES, id), null,
						(name != null) ? "its namespace is none of " + PREFIX + "namespaces"
								: "is no name of a service",
						"Write it like orders, or like [orders.shop] for another namespace that may be seen.");
			}
			settings.put(name, service.toSettings(PropertyName.of(SERVICES, id) + "."));
		});
		return new KubernetesSettings(url, namespace, seen, this.clusterDomain, this.ipFamily,
				PropertyRules.textOrNull(this.portName), settings,
				new Extras(this.serviceLabels, this.serviceAnnotations, this.externalNames));
	}

	private Set<String> namespaces(String own) {
		if (this.namespaces.isEmpty()) {
			return Set.of(own);
		}
		if (this.namespaces.equals(List.of(ALL))) {
			return Set.of();
		}
		for (int i = 0; i < this.namespaces.size(); i++) {
			requireLabel(PREFIX + "namespaces[" + i + "]", this.namespaces.get(i));
		}
		return Set.copyOf(this.namespaces);
	}

	private static void requireLabel(String property, String namespace) {
		if (!ServiceName.isLabel(namespace)) {
			throw new InvalidDiscoveryPropertyException(property, namespace, "is no name of a namespace",
					"Use lower-case letters, digits and '-'"
							+ (property.endsWith("]") ? "; '*' alone stands for all namespaces." : "."));
		}
	}

	/**
	 * What differs for one service.
	 */
	public static class Service {

		/**
		 * The name of this service's port that is called.
		 */
		private @Nullable String portName;

		/**
		 * The number of this service's port, where Kubernetes doesn't say one.
		 */
		private @Nullable Integer port;

		/**
		 * The label selector of the service's pods, such as app=orders,tier=web. They are
		 * watched in place of its endpoints, for which the application must be allowed to
		 * list and watch pods.
		 */
		private @Nullable String podSelector;

		public @Nullable String getPortName() {
			return this.portName;
		}

		public void setPortName(@Nullable String portName) {
			this.portName = portName;
		}

		public @Nullable Integer getPort() {
			return this.port;
		}

		public void setPort(@Nullable Integer port) {
			this.port = port;
		}

		public @Nullable String getPodSelector() {
			return this.podSelector;
		}

		public void setPodSelector(@Nullable String podSelector) {
			this.podSelector = podSelector;
		}

		private ServiceSettings toSettings(String prefix) {
			if (this.port != null) {
				PropertyRules.between(prefix + "port", this.port, 1, MAX_PORT, "Use the number of a port.");
			}
			String selector = PropertyRules.textOrNull(this.podSelector);
			if (selector != null && !PodSelectors.isValid(selector)) {
				throw new InvalidDiscoveryPropertyException(prefix + "pod-selector", selector, "is no label selector",
						"Write it like app=orders,tier!=test, or like app in (orders,shop).");
			}
			return new ServiceSettings(PropertyRules.textOrNull(this.portName), this.port, selector);
		}

	}

}
