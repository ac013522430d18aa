package dev.discovery.testkit;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@RequiresProgram({ "etcd", "kube-apiserver" })
class KubeApiServerTests {

	private static final String SLICES = "/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices";

	private static final String ROLE = """
			apiVersion: rbac.authorization.k8s.io/v1
			kind: Role
			metadata: {name: reads-slices, namespace: shop}
			rules:
			- apiGroups: [discovery.k8s.io]
			  resources: [endpointslices]
			  verbs: [list, watch]
			""";

	private static KubeApiServer server;

	@BeforeAll
	static void start() {
		server = new KubeApiServer().start();
		server.api().namespace("shop");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void letsReadersReadWhatARoleAllows() {
		KubeApi reader = server.api(server.token(KubeApiServer.READER));
		assertThat(reader.status(SLICES)).isEqualTo(403);
		assertThat(reader.status(SLICES + "?watch=true")).isEqualTo(403);
		server.api().apply(ROLE);
		server.api().bind("shop", "reads-slices", KubeApiServer.READER);
		Patience.await().until(() -> reader.status(SLICES) == 200);
		assertThat(reader.status("/api/v1/namespaces/shop/services")).isEqualTo(403);
		server.api().deleteAll("shop");
		Patience.await().until(() -> reader.status(SLICES) == 403);
		assertThat(server.api("nobody's").status(SLICES)).isEqualTo(401);
	}

	@Test
	void tellsWhoeverWatches() {
		KubeSlice slice = KubeSlice.of("shop", "watched-1", "watched").port("http", 8080);
		String version = server.api().get(SLICES).at("/metadata/resourceVersion").asString();
		try (Stream<JsonNode> watch = server.api().watch(SLICES + "?watch=true&resourceVersion=" + version)) {
			Iterator<JsonNode> events = watch.iterator();
			server.api().apply(slice.ready("10.1.0.1"));
			assertThat(describe(events.next())).isEqualTo("ADDED watched-1 [10.1.0.1]");
			server.api().apply(slice.ready("10.1.0.1", "10.1.0.2"));
			assertThat(describe(events.next())).isEqualTo("MODIFIED watched-1 [10.1.0.1, 10.1.0.2]");
			server.api().apply(slice);
			assertThat(describe(events.next())).isEqualTo("MODIFIED watched-1 []");
			server.api().delete(slice);
			assertThat(describe(events.next())).isEqualTo("DELETED watched-1 []");
		}
	}

	private static String describe(JsonNode event) {
		List<String> addresses = event.at("/object/endpoints")
			.valueStream()
			.map((endpoint) -> endpoint.at("/addresses/0").asString())
			.toList();
		return event.get("type").asString() + " " + event.at("/object/metadata/name").asString() + " " + addresses;
	}

	@Test
	void believesTheTokensOfAnAccountUntilTheAccountIsDeleted() {
		String used = server.api().serviceAccountToken("shop", "app");
		String fresh = server.api().serviceAccountToken("shop", "app");
		assertThat(server.api(used).status(SLICES)).isEqualTo(403);
		server.api().delete("/api/v1/namespaces/shop/serviceaccounts/app");
		// it may hear of that a moment later, and remembers for 10 s that it has believed
		// one
		Patience.await().until(() -> server.api(fresh).status(SLICES) == 401);
	}

	@Test
	void hasPodsInTheStateThatTestsWant() {
		server.api().pod("shop", "orders-a", "app: orders", "10.1.0.7", true);
		String pod = "/api/v1/namespaces/shop/pods/orders-a";
		assertThat(server.api().get(pod).at("/status/conditions/0/status").asString()).isEqualTo("True");
		server.api().pod("shop", "orders-a", "app: orders", "10.1.0.7", false);
		assertThat(server.api().get(pod).at("/status/conditions/0/status").asString()).isEqualTo("False");
		server.api().delete(pod);
		assertThat(server.api().status(pod)).isEqualTo(404);
	}

	@Test
	void keepsItsDataAndForgetsThePastWhenItRestarts() {
		String version = server.api().get(SLICES).at("/metadata/resourceVersion").asString();
		server.api().apply(KubeSlice.of("shop", "kept-1", "kept").ready("10.1.0.1"));
		int port = server.port();
		server.kill();
		assertThat(server.api().status(SLICES)).isEqualTo(-1);
		server.restart();
		assertThat(server.port()).isEqualTo(port);
		assertThat(server.api().status(SLICES + "/kept-1")).isEqualTo(200);
		assertThat(firstEvent(server, version).at("/object/code").asInt()).isEqualTo(410);
	}

	@Test
	void isSilentWhilePaused() {
		server.pause();
		assertThat(server.api().within(Duration.ofMillis(200)).status(SLICES)).isEqualTo(-1);
		server.resume();
		assertThat(server.api().status(SLICES)).isEqualTo(200);
	}

	@Test
	void forgetsThePastWhenItIsCompacted() {
		try (KubeApiServer forgetful = new KubeApiServer().flags("--watch-cache=false").start()) {
			String version = forgetful.api().get(SLICES).at("/metadata/resourceVersion").asString();
			forgetful.api().namespace("shop");
			KubeSlice slice = KubeSlice.of("shop", "first", "orders");
			forgetful.api().apply(slice);
			assertThat(firstEvent(forgetful, version).get("type").asString()).isEqualTo("ADDED");
			forgetful.api().apply(slice.ready("10.1.0.1"));
			forgetful.compact();
			assertThat(firstEvent(forgetful, version).at("/object/code").asInt()).isEqualTo(410);
			assertThat(forgetful.api().status(SLICES + "/first")).isEqualTo(200);
		}
	}

	private static JsonNode firstEvent(KubeApiServer server, String version) {
		try (Stream<JsonNode> watch = server.api().watch(SLICES + "?watch=true&resourceVersion=" + version)) {
			return watch.iterator().next();
		}
	}

	@Test
	void believesTheCertificatesOfClients(@TempDir Path folder) throws Exception {
		TestAuthority authority = TestAuthority.in(folder);
		try (KubeApiServer strict = new KubeApiServer().tls(authority.issue("localhost"), authority)
			.clients(authority)
			.start()) {
			PlainHttp http = new PlainHttp(authority.context(authority.issue("pat")));
			HttpResponse<String> response = http.send("GET", strict.url().resolve(SLICES), Map.of(), null,
					Duration.ofSeconds(10));
			assertThat(response.body()).contains("User \\\"pat\\\" cannot list");
		}
	}

	@Test
	void showsWhatTheServerSaysWhenItDoesNotStart() {
		try (KubeApiServer wrong = new KubeApiServer().flags("--no-such-flag")) {
			assertThatIllegalStateException().isThrownBy(wrong::start).withMessageContaining("no-such-flag");
		}
	}

}
