package dev.discovery.backend.kubernetes;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.discovery.backend.http.Credentials;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.testkit.KubeApiServer;
import dev.discovery.testkit.RegistrySide;
import dev.discovery.testkit.TestAuthority;

/**
 * An application's way to Kubernetes.
 */
final class KubernetesSide extends RegistrySide {

	final KubernetesBackend backend;

	final ServiceDirectory directory;

	private KubernetesSide(KubernetesSettings settings, SSLContext tls, Credentials credentials) {
		super("kubernetes", () -> tls, credentials);
		this.backend = new KubernetesBackend(new KubernetesApi(this.runtime, this.http, settings.url()), settings);
		this.directory = read(this.backend);
	}

	static KubernetesSide open(KubeApiServer server, TestSettings settings, Supplier<String> token) {
		return new KubernetesSide(settings.url(server.url()).build(), TestAuthority.trusting(server.ca()),
				(uri) -> Map.of("Authorization", "Bearer " + token.get()));
	}

	/**
	 * By another way, such as a proxy's.
	 */
	static KubernetesSide open(KubeApiServer server, URI url, TestSettings settings) {
		return new KubernetesSide(settings.url(url).build(), TestAuthority.trusting(server.ca()),
				(uri) -> Map.of("Authorization", "Bearer " + server.adminToken()));
	}

	/**
	 * To any server, by a certificate.
	 */
	static KubernetesSide open(URI url, SSLContext tls, TestSettings settings) {
		return new KubernetesSide(settings.url(url).build(), tls, Credentials.NONE);
	}

	/**
	 * The pods that callers would be sent to now, without waiting.
	 */
	List<String> pods(String serviceId) {
		ServiceSnapshot snapshot = this.directory.current(serviceId);
		return (snapshot != null) ? snapshot.up()
			.stream()
			.map((instance) -> instance.getMetadata().get("kubernetes.pod"))
			.sorted()
			.toList() : List.of();
	}

}
