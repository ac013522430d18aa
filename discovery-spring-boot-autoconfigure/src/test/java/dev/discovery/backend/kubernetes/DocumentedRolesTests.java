package dev.discovery.backend.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.discovery.backend.kubernetes.KubernetesSettings.Extras;
import dev.discovery.backend.kubernetes.KubernetesSettings.ServiceSettings;
import dev.discovery.testkit.KubeApi;
import dev.discovery.testkit.KubeApiServer;
import dev.discovery.testkit.KubeSlice;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The roles of the documentation, as they stand there, allow what they are for, and
 * nothing that isn't asked for is needed.
 */
@RequiresProgram({ "etcd", "kube-apiserver" })
class DocumentedRolesTests {

	private static final ServiceName ORDERS = new ServiceName("orders", "shop");

	private static KubeApiServer server;

	private static List<String> documented;

	private KubeApi api;

	@BeforeAll
	static void start() throws IOException {
		documented = Pattern.compile("(?s)```yaml\\n(apiVersion: rbac.*?)```")
			.matcher(Files.readString(Path.of("../docs/backends/kubernetes.md")))
			.results()
			.map((result) -> result.group(1))
			.toList();
		assertThat(documented).hasSize(4);
		server = new KubeApiServer().start();
		server.api().namespace("shop");
		server.api().namespace("billing");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void clear() {
		this.api = server.api();
		this.api.deleteAll("shop");
		for (String path : List.of("clusterroles", "clusterrolebindings")) {
			String all = "/apis/rbac.authorization.k8s.io/v1/" + path;
			this.api.get(all).get("items").forEach((item) -> {
				String name = item.at("/metadata/name").asString();
				if (name.startsWith("discovery")) {
					this.api.delete(all + "/" + name);
				}
			});
		}
		this.api.apply(KubeSlice.of("shop", "orders-1", "orders").port("http", 8080).ready("10.0.0.1"));
	}

	@Test
	void allowReadingAndNothingElse() {
		assertThat(documented).allSatisfy((role) -> {
			List<String> rules = Pattern.compile("(resources|verbs): \\[(.*?)]")
				.matcher(role)
				.results()
				.map((rule) -> rule.group(1) + " " + rule.group(2).replace("\"", ""))
				.toList();
			assertThat(rules).isNotEmpty()
				.allMatch((rule) -> rule.equals("verbs list, watch")
						|| rule.matches("resources (endpointslices|services|pods)"));
			assertThat(role).doesNotContain("*").contains("verbs: ");
		});
	}

	@Test
	void endpointSlicesAreEnough() {
		assertThat(denied(TestSettings.of("shop"))).contains("may not list endpoint slices in the namespace shop",
				"  name: orders\n  namespace: shop");
		this.api.apply(documented.get(0));
		assertReads(TestSettings.of("shop"));
	}

	@Test
	void whatIsPrintedIsWhatIsDocumented() {
		String printed = denied(TestSettings.of("shop"));
		assertThat(printed).endsWith(documented.get(0));
		assertThat(denied(TestSettings.of("shop").namespaces())).endsWith(documented.get(3));
	}

	@Test
	void servicesAreNeededWhereTheyAreWanted() {
		TestSettings settings = TestSettings.of("shop").extras(new Extras(true, false, true));
		this.api.apply(documented.get(0));
		assertThat(denied(settings)).endsWith(documented.get(1));
		this.api.apply(documented.get(1));
		assertReads(settings);
		this.api.apply("""
				{apiVersion: v1, kind: Service, metadata: {name: partner, namespace: shop},
				spec: {type: ExternalName, externalName: partner.example.com,
				ports: [{name: https, port: 443, protocol: TCP}]}}""");
		try (KubernetesSide side = open(settings)) {
			side.directory.entry("partner");
			side.await(() -> side.up("partner").equals(List.of("partner-partner.example.com-443")));
		}
	}

	@Test
	void podsAreNeededWhereTheyAreSelected() {
		TestSettings settings = TestSettings.of("shop")
			.services(Map.of(ORDERS, new ServiceSettings(null, null, "app=orders")));
		assertThat(denied(settings)).endsWith(documented.get(2));
		this.api.apply(documented.get(2));
		this.api.pod("shop", "a", "app: orders", "10.0.0.1", true);
		this.api.pod("shop", "b", "app: other", "10.0.0.2", true);
		try (KubernetesSide side = open(settings)) {
			side.directory.entry("orders");
			side.await(() -> side.pods("orders").equals(List.of("a")));
			this.api.pod("shop", "c", "app: orders", "10.0.0.3", true);
			side.await(() -> side.pods("orders").equals(List.of("a", "c")));
			this.api.pod("shop", "a", "app: orders", "10.0.0.1", false);
			side.await(() -> side.pods("orders").equals(List.of("c")));
		}
	}

	@Test
	void allNamespacesNeedARoleOfTheCluster() {
		this.api.apply(documented.get(3));
		this.api.apply(KubeSlice.of("billing", "invoices-1", "invoices").port("http", 8080).ready("10.0.1.1"));
		try (KubernetesSide side = open(TestSettings.of("shop").namespaces())) {
			side.directory.entry("orders");
			side.directory.entry("invoices.billing");
			side.await(() -> side.up("orders").size() == 1 && side.up("invoices.billing").size() == 1);
		}
	}

	private void assertReads(TestSettings settings) {
		try (KubernetesSide side = open(settings)) {
			side.directory.entry("orders");
			side.await(() -> side.up("orders").equals(List.of("orders-10.0.0.1-8080")));
		}
	}

	private String denied(TestSettings settings) {
		try (KubernetesSide side = open(settings)) {
			side.directory.entry("orders");
			side.await(() -> side.directory.entry("orders").lastError() != null);
			return String.valueOf(side.directory.entry("orders").lastError().getMessage());
		}
	}

	private KubernetesSide open(TestSettings settings) {
		String token = this.api.serviceAccountToken("shop", "orders");
		return KubernetesSide.open(server, settings, () -> token);
	}

}
