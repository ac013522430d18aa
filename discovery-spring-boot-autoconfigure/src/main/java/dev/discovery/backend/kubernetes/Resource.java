package dev.discovery.backend.kubernetes;

import org.jspecify.annotations.Nullable;

/**
 * What can be listed and watched.
 *
 * @param kind its name in messages
 * @param group the API group and version, as the path has it
 * @param plural its name in the path
 * @param apiGroup its API group, as a Role has it
 */
record Resource(String kind, String group, String plural, String apiGroup) {

	static final Resource ENDPOINT_SLICES = new Resource("endpoint slices", "apis/discovery.k8s.io/v1",
			"endpointslices", "discovery.k8s.io");

	static final Resource SERVICES = new Resource("services", "api/v1", "services", "");

	static final Resource PODS = new Resource("pods", "api/v1", "pods", "");

	/**
	 * The path.
	 * @param namespace the namespace, or null for all
	 */
	String path(@Nullable String namespace) {
		return "/" + this.group + ((namespace != null) ? "/namespaces/" + namespace : "") + "/" + this.plural;
	}

}
