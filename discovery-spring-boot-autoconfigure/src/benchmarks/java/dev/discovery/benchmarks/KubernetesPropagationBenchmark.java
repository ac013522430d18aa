package dev.discovery.benchmarks;

import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.backend.kubernetes.KubernetesApi;
import dev.discovery.backend.kubernetes.KubernetesBackend;
import dev.discovery.backend.kubernetes.KubernetesSettings;
import dev.discovery.cloud.discovery.SnapshotDiscoveryClient;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.testkit.KubeApi;
import dev.discovery.testkit.KubeApiServer;
import dev.discovery.testkit.KubeSlice;
import dev.discovery.testkit.TestAuthority;
import dev.discovery.time.ThreadScheduler;
import dev.discovery.time.Ticker;
import tools.jackson.databind.JsonNode;

/**
 * How long it takes from a change of an endpoint slice until {@code getInstances} shows
 * it, beside a bare watch in the same run. Needs {@code etcd} and {@code kube-apiserver}
 * on the PATH.
 */
public final class KubernetesPropagationBenchmark {

	private final KubeApi api;

	private KubernetesPropagationBenchmark(KubeApi api) {
		this.api = api;
	}

	/**
	 * Prints both medians.
	 * @param args how many changes; 100 by default
	 */
	public static void main(String[] args) throws Exception {
		int changes = (args.length > 0 && args[0].matches("\\d+")) ? Integer.parseInt(args[0]) : 100;
		try (KubeApiServer server = new KubeApiServer().start();
				ThreadScheduler scheduler = new ThreadScheduler("discovery")) {
			server.api().namespace("bare");
			server.api().namespace("ours");
			SSLContext trusting = TestAuthority.trusting(server.ca());
			BackendRuntime runtime = BackendRuntime.of("kubernetes", scheduler);
			RegistryHttpClient client = new RegistryHttpClient(runtime, RegistryHttpClient.Settings.DEFAULT,
					() -> trusting, (uri) -> Map.of("Authorization", "Bearer " + server.adminToken()));
			ServiceDirectory directory = new ServiceDirectory(
					new KubernetesBackend(new KubernetesApi(runtime, client, server.url()), settings(server.url())),
					DirectorySettings.DEFAULT, Ticker.system(), scheduler, DirectoryObserver.NONE);
			new KubernetesPropagationBenchmark(server.api()).run(changes, new SnapshotDiscoveryClient(directory));
		}
		System.exit(0);
	}

	private static KubernetesSettings settings(URI url) {
		return new KubernetesSettings(url, "ours", Set.of("ours"), "cluster.local", KubernetesSettings.AddressType.IPV4,
				null, Map.of(), KubernetesSettings.Extras.NONE);
	}

	private void run(int changes, SnapshotDiscoveryClient discovery) throws Exception {
		change("bare", -100);
		change("ours", -100);
		discovery.getInstances("orders");
		String path = "/apis/discovery.k8s.io/v1/namespaces/bare/endpointslices";
		String version = this.api.get(path).at("/metadata/resourceVersion").asString();
		try (Stream<JsonNode> watch = this.api.watch(path + "?watch=true&resourceVersion=" + version)) {
			Iterator<JsonNode> events = watch.iterator();
			Interleaved.run(changes, "bare watch", (number) -> {
				CompletableFuture<JsonNode> next = CompletableFuture.supplyAsync(events::next);
				return Interleaved.time(() -> change("bare", number), next::isDone);
			}, (number) -> Interleaved.time(() -> change("ours", number), () -> discovery.getInstances("orders")
				.stream()
				.anyMatch((instance) -> ("node" + number).equals(instance.getMetadata().get("kubernetes.node")))));
		}
	}

	private void change(String namespace, int number) {
		this.api.apply(KubeSlice.of(namespace, "orders-1", "orders")
			.port("http", 8080)
			.endpoint(Map.of("addresses", List.of("127.0.0.1"), "nodeName", "node" + number)));
	}

}
