package dev.discovery.autoconfigure.kubernetes;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.discovery.autoconfigure.properties.ConfiguredSslBundle;
import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.autoconfigure.properties.RegistryUrlRules;
import dev.discovery.autoconfigure.properties.TokenFile;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundles;

/**
 * The way that the properties name, else that of the pod, else that of the kubeconfig.
 */
final class PropertiesKubernetesConnectionDetails {

	private static final Log logger = LogFactory.getLog(PropertiesKubernetesConnectionDetails.class);

	private static final String URL = KubernetesProperties.PREFIX + "url";

	private static final String ADVICE = "Write it like https://10.0.0.1:6443, or http://localhost:8001 for kubectl proxy.";

	private PropertiesKubernetesConnectionDetails() {
	}

	/**
	 * Finds the way.
	 * @param variables the environment of the process
	 * @param folder where a pod has the files of its service account
	 */
	static KubernetesConnectionDetails find(KubernetesProperties properties, @Nullable SslBundles bundles,
			KubeConfigs kubeconfigs, Map<String, String> variables, Path folder) {
		ClusterAccess found = configured(properties, bundles);
		if (found == null && properties.getKubeconfig() == null && properties.getContext() == null) {
			found = InClusterAccess.find(variables, folder);
		}
		if (found == null) {
			found = kubeconfigs.find(properties.getKubeconfig(), properties.getContext(), variables);
		}
		if (found == null) {
			throw new InvalidDiscoveryPropertyException(URL, null,
					"this is no pod with a service account, and there is no kubeconfig either",
					"Set it to the API server, or to http://localhost:8001 where kubectl proxy runs; or name a"
							+ " kubeconfig in discovery.kubernetes.kubeconfig.");
		}
		logger.info("Kubernetes is at " + found);
		return found;
	}

	private static @Nullable ClusterAccess configured(KubernetesProperties properties, @Nullable SslBundles bundles) {
		String text = PropertyRules.textOrNull(properties.getUrl());
		if (text == null) {
			return null;
		}
		String wrong = RegistryUrlRules.hasUser(text) ? "has a user in it, which Kubernetes knows nothing of"
				: RegistryUrlRules.whyWrong(text);
		if (wrong != null) {
			throw new InvalidDiscoveryPropertyException(URL, RegistryUrlRules.printable(text), wrong, ADVICE);
		}
		URI url = RegistryUrlRules.normalized(text);
		Supplier<@Nullable String> token = TokenFile.orToken(KubernetesProperties.PREFIX, properties.getToken(),
				properties.getTokenFile(), "/run/secrets/token");
		if (!"https".equalsIgnoreCase(url.getScheme()) && token.get() != null) {
			throw new InvalidDiscoveryPropertyException(URL, text,
					"is not https, so the token would be sent in the clear",
					"Begin it with https, or remove the token: kubectl proxy needs none.");
		}
		return new ClusterAccess(URL, url, null, token, () -> {
		}, ConfiguredSslBundle.find(KubernetesProperties.PREFIX + "ssl.bundle", properties.getSsl().getBundle(),
				List.of(url), bundles));
	}

}
