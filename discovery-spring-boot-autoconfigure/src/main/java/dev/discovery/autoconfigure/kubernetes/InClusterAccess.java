package dev.discovery.autoconfigure.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import dev.discovery.autoconfigure.properties.TokenFile;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

/**
 * The way that Kubernetes gives to each pod: two variables, and the files of its service
 * account.
 */
final class InClusterAccess {

	/** Where the files are in every pod. */
	static final Path FOLDER = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

	private InClusterAccess() {
	}

	/**
	 * Finds it.
	 * @param variables the environment
	 * @param folder where the files are
	 * @return the way, or null outside of a pod
	 */
	static @Nullable ClusterAccess find(Map<String, String> variables, Path folder) {
		String host = variables.getOrDefault("KUBERNETES_SERVICE_HOST", "");
		String port = variables.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
		if (host.isBlank() || !Files.exists(folder.resolve("token"))) {
			return null;
		}
		String authority = ((host.indexOf(':') >= 0) ? "[" + host + "]" : host) + ":" + port;
		TokenFile token = new TokenFile(KubernetesProperties.PREFIX + "token-file", folder.resolve("token"));
		return new ClusterAccess("the pod's service account", URI.create("https://" + authority),
				text(folder.resolve("namespace")), token::get, () -> {
				}, ClusterAccess.bundle(text(folder.resolve("ca.crt")), null, null));
	}

	private static @Nullable String text(Path file) {
		try {
			return Files.exists(file) ? Files.readString(file).strip() : null;
		}
		catch (IOException ex) {
			throw new InvalidDiscoveryPropertyException(KubernetesProperties.PREFIX + "url", null,
					"the file " + file + " of the pod's service account can't be read",
					"Let the container's user read it, or set discovery.kubernetes.url and token-file.");
		}
	}

}
