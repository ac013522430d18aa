package dev.discovery.backend.kubernetes;

import java.net.URI;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which cluster, and what to see of it. All of it checked already.
 *
 * @param url the API server, without a slash at its end
 * @param namespace the application's own namespace, in which a bare name is looked for
 * @param namespaces the namespaces that may be seen, the own one among them if it may;
 * empty for all
 * @param clusterDomain what the cluster's full names end with, such as
 * {@code cluster.local}
 * @param addressType which addresses are preferred where there are several kinds
 * @param portName the name of the port that is called, or null to find out
 * @param services what differs for one service, by its name
 * @param extras what else is read of services, besides their endpoints
 */
public record KubernetesSettings(URI url, String namespace, Set<String> namespaces, String clusterDomain,
		AddressType addressType, @Nullable String portName, Map<ServiceName, ServiceSettings> services, Extras extras) {

	/**
	 * Copies the collections.
	 */
	public KubernetesSettings {
		namespaces = Set.copyOf(namespaces);
		services = Map.copyOf(services);
	}

	ServiceSettings service(ServiceName name) {
		return this.services.getOrDefault(name, ServiceSettings.NONE);
	}

	boolean allows(String namespace) {
		return this.namespaces.isEmpty() || this.namespaces.contains(namespace);
	}

	/**
	 * The kinds of addresses.
	 */
	public enum AddressType {

		/** IPv4 addresses. */
		IPV4,

		/** IPv6 addresses. */
		IPV6

	}

	/**
	 * What differs for one service.
	 *
	 * @param portName the name of its port that is called, or null for the general rule
	 * @param port the number of its port, where Kubernetes doesn't say one, or null
	 * @param podSelector the label selector of its pods, which are watched in place of
	 * its endpoints, or null
	 */
	public record ServiceSettings(@Nullable String portName, @Nullable Integer port, @Nullable String podSelector) {

		static final ServiceSettings NONE = new ServiceSettings(null, null, null);

	}

	/**
	 * What else is read of services; any of it needs to be allowed to read them.
	 *
	 * @param labels whether their labels become metadata
	 * @param annotations whether their annotations become metadata
	 * @param externalNames whether services that stand for a name outside of the cluster
	 * are found
	 */
	public record Extras(boolean labels, boolean annotations, boolean externalNames) {

		/**
		 * Nothing else: services needn't be read.
		 */
		public static final Extras NONE = new Extras(false, false, false);

		boolean any() {
			return this.labels || this.annotations || this.externalNames;
		}

	}

}
