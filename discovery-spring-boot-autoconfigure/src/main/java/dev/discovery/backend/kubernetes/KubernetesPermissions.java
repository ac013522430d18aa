package dev.discovery.backend.kubernetes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Says what to apply where Kubernetes refuses.
 */
final class KubernetesPermissions {

	private static final Pattern ACCOUNT = Pattern.compile("system:serviceaccount:([a-z0-9.-]+):([a-z0-9.-]+)");

	private KubernetesPermissions() {
	}

	/**
	 * What to do about a refusal.
	 * @param refusal says who was refused, if it was a service account
	 * @param verb what it wanted to do
	 * @param resource with what
	 * @param namespace where, or null for everywhere
	 * @return the advice, with the role as YAML
	 */
	static String missing(Throwable refusal, String verb, Resource resource, @Nullable String namespace) {
		Matcher account = ACCOUNT.matcher(String.valueOf(refusal.getMessage()));
		boolean known = account.find();
		String where = (namespace != null) ? "in the namespace " + namespace : "in all namespaces";
		return ": the application may not %s %s %s. Apply:\n%s".formatted(verb, resource.kind(), where,
				role(resource, namespace, known ? account.group(1) : "<its namespace>",
						known ? account.group(2) : "<its service account>"));
	}

	private static String role(Resource resource, @Nullable String namespace, String accountNamespace,
			String accountName) {
		String prefix = (namespace != null) ? "" : "Cluster";
		String scope = (namespace != null) ? "\n  namespace: " + namespace : "";
		String name = "discovery-" + resource.plural();
		return """
				apiVersion: rbac.authorization.k8s.io/v1
				kind: %1$sRole
				metadata:
				  name: %2$s%3$s
				rules:
				- apiGroups: ["%4$s"]
				  resources: ["%5$s"]
				  verbs: ["list", "watch"]
				---
				apiVersion: rbac.authorization.k8s.io/v1
				kind: %1$sRoleBinding
				metadata:
				  name: %2$s%3$s
				roleRef:
				  apiGroup: rbac.authorization.k8s.io
				  kind: %1$sRole
				  name: %2$s
				subjects:
				- kind: ServiceAccount
				  name: %7$s
				  namespace: %6$s
				""".formatted(prefix, name, scope, resource.apiGroup(), resource.plural(), accountNamespace,
				accountName);
	}

}
