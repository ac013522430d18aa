package dev.discovery.testkit;

import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * Something that can be applied, and where it belongs.
 *
 * @param path its path
 * @param content all of it
 */
record KubeObject(String path, JsonNode content) {

	private static final Map<String, String> PATHS = Map.ofEntries(Map.entry("Namespace", "/api/v1/namespaces"),
			Map.entry("Service", "/api/v1/namespaces/%s/services"), Map.entry("Pod", "/api/v1/namespaces/%s/pods"),
			Map.entry("ServiceAccount", "/api/v1/namespaces/%s/serviceaccounts"),
			Map.entry("EndpointSlice", "/apis/discovery.k8s.io/v1/namespaces/%s/endpointslices"),
			Map.entry("Role", "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/roles"),
			Map.entry("RoleBinding", "/apis/rbac.authorization.k8s.io/v1/namespaces/%s/rolebindings"),
			Map.entry("ClusterRole", "/apis/rbac.authorization.k8s.io/v1/clusterroles"),
			Map.entry("ClusterRoleBinding", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings"),
			Map.entry("CustomResourceDefinition", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"));

	static KubeObject of(JsonNode content) {
		JsonNode metadata = content.path("metadata");
		String collection = path(content.path("kind").asString())
			.formatted(metadata.path("namespace").asString("default"));
		return new KubeObject(collection + "/" + metadata.path("name").asString(), content);
	}

	/**
	 * The path of all of a kind, with a place for the namespace.
	 */
	static String path(String kind) {
		String path = PATHS.get(kind);
		if (path == null) {
			throw new IllegalArgumentException("No test has needed the kind " + kind + " so far");
		}
		return path;
	}

}
