package dev.discovery.backend.kubernetes;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.Provenance;
import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.KubeApi;
import dev.discovery.testkit.KubeApiServer;
import dev.discovery.testkit.KubeSlice;
import dev.discovery.testkit.LookupLoad;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real API server dies, forgets, refuses and is cut off: never an empty answer in
 * between.
 */
@RequiresProgram({ "etcd", "kube-apiserver" })
@ExtendWith(OutputCaptureExtension.class)
class KubernetesOutageTests {

	private static final String NAMESPACE = "outage";

	private static KubeApiServer server;

	private KubernetesSide side;

	private LookupLoad load;

	@BeforeAll
	static void startServer() {
		server = new KubeApiServer().flags("--watch-cache=false").start();
		server.api().namespace(NAMESPACE);
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void fill() {
		server.api().deleteAll(NAMESPACE);
		put("a", "b", "c");
	}

	@AfterEach
	void close() {
		if (this.load != null) {
			this.load.close();
		}
		if (this.side != null) {
			this.side.close();
		}
	}

	@Test
	void servesWhatIsKnownWhileTheServerIsGoneAndGoesOnWhereItWas() {
		follow(KubernetesSide.open(server, TestSettings.of(NAMESPACE), server::adminToken));
		server.kill();
		this.side.await(() -> provenance() == Provenance.STALE);
		this.load.awaitLookupsFor(Duration.ofSeconds(2));
		server.restart();
		put("a", "b", "c", "d");
		// while it starts it answers with errors, which are followed by longer rests
		this.side.await(() -> pods("a", "b", "c", "d") && provenance() == Provenance.LIVE);
		this.load.assertUnharmed(3);
	}

	@Test
	void listsOnceWhereItsVersionWasCompactedAway() {
		TcpProxy proxy = TcpProxy.to(server.port());
		try {
			follow(KubernetesSide.open(server, URI.create("https://127.0.0.1:" + proxy.port()),
					TestSettings.of(NAMESPACE)));
			proxy.down();
			this.side.await(() -> provenance() == Provenance.STALE);
			put("a", "b");
			put("a", "b", "d", "e");
			server.compact();
			proxy.up();
			this.side.time.warp(Duration.ofSeconds(1));
			this.side.await(() -> pods("a", "b", "d", "e") && provenance() == Provenance.LIVE);
			this.load.assertUnharmed(3);
			put("a", "b", "d");
			this.side.await(() -> pods("a", "b", "d"));
		}
		finally {
			proxy.close();
		}
	}

	@Test
	void noticesAServerThatHangs() {
		follow(KubernetesSide.open(server, TestSettings.of(NAMESPACE), server::adminToken));
		// the head of the watch is there, so that its silence counts
		this.side.await(() -> this.side.time.isPlanned(Duration.ofSeconds(90)));
		try {
			server.pause();
			this.side.time.warp(Duration.ofSeconds(91));
			this.side.within(Duration.ofSeconds(7), () -> provenance() == Provenance.STALE);
			this.load.awaitLookupsFor(Duration.ofSeconds(1));
		}
		finally {
			server.resume();
		}
		put("a", "b", "c", "d");
		this.side.await(() -> pods("a", "b", "c", "d"));
		this.load.assertUnharmed(3);
	}

	@Test
	void keepsWhatIsKnownWhenAWatchIsCutOffInTheMiddleOfALine() {
		TcpProxy proxy = TcpProxy.to(server.port());
		try {
			follow(KubernetesSide.open(server, URI.create("https://127.0.0.1:" + proxy.port()),
					TestSettings.of(NAMESPACE)));
			proxy.resetAfter(300);
			put("a", "b", "c", "d");
			this.side.await(() -> provenance() == Provenance.STALE);
			proxy.flow();
			this.side.await(() -> pods("a", "b", "c", "d") && provenance() == Provenance.LIVE);
			this.load.assertUnharmed(3);
		}
		finally {
			proxy.close();
		}
	}

	@Test
	void servesWhatIsKnownWhilePermissionsAreTakenAwayAndPrintsTheRole(CapturedOutput output) {
		KubeApi api = server.api();
		allow(api);
		follow(KubernetesSide.open(server, TestSettings.of(NAMESPACE), () -> server.token(KubeApiServer.READER)));
		api.delete("/apis/rbac.authorization.k8s.io/v1/namespaces/outage/rolebindings/reads-slices");
		server.restart();
		this.side.await(() -> provenance() == Provenance.STALE);
		this.side.time.warp(Duration.ofSeconds(2));
		this.side.await(() -> this.side.exchanges.count("sync denied") >= 1);
		this.side.await(() -> {
			BackendException last = this.side.directory.entry("orders").lastError();
			return last != null && last.kind() == Kind.DENIED;
		});
		BackendException error = this.side.directory.entry("orders").lastError();
		assertThat(error).hasMessageContaining("kind: RoleBinding")
			.hasMessageContaining("resources: [\"endpointslices\"]");
		long denied = this.side.exchanges.count("sync denied");
		this.side.time.warp(Duration.ofSeconds(25));
		this.load.awaitLookupsFor(Duration.ofSeconds(1));
		assertThat(this.side.exchanges.count("sync denied")).isLessThanOrEqualTo(denied + 1);
		allow(api);
		put("a", "b", "c", "d");
		this.side.time.warp(Duration.ofSeconds(35));
		this.side.await(() -> pods("a", "b", "c", "d"));
		this.load.assertUnharmed(3);
		assertThat(output).contains("kind: RoleBinding").doesNotContain(server.token(KubeApiServer.READER));
	}

	@Test
	void followsATokenThatRotatesAndSurvivesOneThatIsRevoked() {
		KubeApi api = server.api();
		AtomicReference<String> token = new AtomicReference<>(api.serviceAccountToken(NAMESPACE, "caller"));
		allow(api);
		api.bind(NAMESPACE, "reads-slices", "system:serviceaccount:outage:caller");
		follow(KubernetesSide.open(server, TestSettings.of(NAMESPACE), token::get));
		String first = token.get();
		token.set(api.serviceAccountToken(NAMESPACE, "caller"));
		assertThat(token.get()).isNotEqualTo(first);
		server.restart();
		put("a", "b", "c", "d");
		this.side.await(() -> pods("a", "b", "c", "d"));
		api.delete("/api/v1/namespaces/outage/serviceaccounts/caller");
		server.restart();
		this.side.time.warp(Duration.ofSeconds(2));
		this.side.await(() -> this.side.exchanges.count("sync denied") >= 1);
		this.load.awaitLookupsFor(Duration.ofSeconds(1));
		this.side.await(() -> provenance() == Provenance.STALE);
		token.set(api.serviceAccountToken(NAMESPACE, "caller"));
		put("a", "b");
		this.side.time.warp(Duration.ofSeconds(65));
		this.side.await(() -> provenance() == Provenance.LIVE && pods("a", "b"));
		this.load.assertUnharmed(2);
	}

	private void follow(KubernetesSide side) {
		this.side = side;
		side.directory.entry("orders");
		side.await(() -> pods("a", "b", "c"));
		this.load = LookupLoad.of(() -> side.directory.lookup("orders").up());
	}

	private Provenance provenance() {
		return this.side.directory.lookup("orders").provenance();
	}

	private boolean pods(String... names) {
		return this.side.pods("orders").equals(List.of(names));
	}

	private static void put(String... pods) {
		KubeSlice slice = KubeSlice.of(NAMESPACE, "orders-1", "orders").port("http", 8080);
		for (String pod : pods) {
			slice = slice.endpoint(Map.of("addresses", List.of("10.0.0." + (int) pod.charAt(0)), "targetRef",
					Map.of("kind", "Pod", "name", pod, "uid", "u-" + pod)));
		}
		server.api().apply(slice);
	}

	private static void allow(KubeApi api) {
		api.apply("""
				apiVersion: rbac.authorization.k8s.io/v1
				kind: Role
				metadata: {name: reads-slices, namespace: outage}
				rules:
				- apiGroups: [discovery.k8s.io]
				  resources: [endpointslices]
				  verbs: [list, watch]
				""");
		api.bind(NAMESPACE, "reads-slices", KubeApiServer.READER);
	}

}
