package dev.discovery.fitness.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.discovery.model.Instance;
import dev.discovery.testkit.NewThreads;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.TestAuthority;
import dev.discovery.time.ThreadScheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What servers, good and bad, make of a probe.
 */
class HttpProbeTests {

	private static final Duration PATIENCE = Patience.LIMIT;

	private static final Duration SHORT = Duration.ofMillis(400);

	private final NewThreads threads = NewThreads.fromNow();

	private final ThreadScheduler scheduler = new ThreadScheduler("probe-tests");

	private final AtomicReference<@Nullable SSLContext> tls = new AtomicReference<>();

	private final Probes probes = new Probes(this.scheduler, this.tls::get, 4);

	private final List<AutoCloseable> closing = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.closing) {
			each.close();
		}
		this.probes.close();
		this.scheduler.close();
	}

	@Test
	void anyTwoHundredIsHealthy() throws IOException {
		for (String head : new String[] { "200 OK\r\nContent-Length: 0", "204 No Content",
				"299 Whatever\r\nContent-Length: 0" }) {
			assertThat(probe(server(ProbeServer.answering(head)), PATIENCE)).as(head).isNull();
		}
	}

	@Test
	void anythingElseIsNotAndItsTextIsNotQuoted() throws IOException {
		for (int status : new int[] { 301, 401, 404, 500, 503 }) {
			ProbeServer server = server(
					ProbeServer.answering(status + " secret\r\nX: secret\r\nContent-Length: 6\r\n\r\nsecret"));
			assertThat(probe(server, PATIENCE)).isEqualTo("it answers " + status);
		}
	}

	@Test
	void asksWithoutCredentialsAtThePathOfTheInstance() throws IOException {
		ProbeServer server = server(ProbeServer.answering("200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0"));
		Instance instance = Instance.builder("orders", "127.0.0.1", server.port())
			.metadata(Map.of("health-path", "/fine"))
			.build();
		for (int i = 0; i < 2; i++) {
			assertThat(this.probes.http("/actuator/health", PATIENCE).probe(instance).toCompletableFuture().join())
				.isNull();
		}
		assertThat(server.requests).hasSize(2)
			.allSatisfy((head) -> assertThat(head).startsWith("GET /fine HTTP/1.1\r\n")
				.doesNotContainIgnoringCase("cookie")
				.doesNotContainIgnoringCase("authorization"));
	}

	@Test
	void followsNoRedirect() throws IOException {
		ProbeServer elsewhere = server(ProbeServer.answering("200 OK\r\nContent-Length: 0"));
		ProbeServer server = server(ProbeServer
			.answering("302 Found\r\nLocation: http://127.0.0.1:" + elsewhere.port() + "/\r\nContent-Length: 0"));
		assertThat(probe(server, PATIENCE)).isEqualTo("it answers 302");
		assertThat(elsewhere.requests).isEmpty();
	}

	@Test
	void givesUpOnOneThatHangs() throws IOException {
		CountDownLatch over = new CountDownLatch(1);
		ProbeServer server = server(new ProbeServer((out) -> awaitQuietly(over)));
		assertThat(probe(server, SHORT)).isEqualTo("no complete answer within 400 ms");
		over.countDown();
	}

	@Test
	void givesUpOnABodyThatDripsAndHangsUp() throws IOException {
		ProbeServer server = server(new ProbeServer((out) -> {
			ProbeServer.say(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
			while (true) {
				ProbeServer.say(out, " ");
				pause();
			}
		}));
		// the first one may take so long that it doesn't come to a body
		Patience.await().until(() -> {
			assertThat(probe(server, SHORT)).isEqualTo("no complete answer within 400 ms");
			return server.wasHungUpOn();
		});
	}

	@Test
	void hangsUpOnABodyWithoutEnd() throws IOException {
		String chunk = "x".repeat(10_000);
		ProbeServer server = server(new ProbeServer((out) -> {
			ProbeServer.say(out, "HTTP/1.1 200 OK\r\n\r\n");
			while (true) {
				ProbeServer.say(out, chunk);
			}
		}));
		assertThat(probe(server, PATIENCE)).isNull();
		Patience.await().until(server::wasHungUpOn);
	}

	@Test
	void doesNotBelieveABodyThatBreaksOff() throws IOException {
		ProbeServer server = server(ProbeServer.answering("200 OK\r\nContent-Length: 100\r\n\r\n{}"));
		assertThat(probe(server, PATIENCE)).isEqualTo("the connection broke");
	}

	@Test
	void saysWhatFailed() throws IOException {
		ProbeServer gone = ProbeServer.answering("200 OK");
		gone.close();
		assertThat(probe(gone, PATIENCE)).isEqualTo("the connection is refused");
		ProbeServer other = server(new ProbeServer((out) -> ProbeServer.say(out, "SSH-2.0-OpenSSH\r\n\r\n")));
		assertThat(probe(other, PATIENCE)).isEqualTo("the connection broke");
	}

	@Test
	void connectsOnlyWhereTheActuatorCantBeAsked() throws IOException {
		ProbeServer server = server(ProbeServer.answering("500 no"));
		Instance instance = Instance.builder("orders", "127.0.0.1", server.port())
			.metadata(Map.of("management.port", "1", "management.address", "10.1.1.1"))
			.build();
		assertThat(ask(instance, PATIENCE)).isNull();
		assertThat(server.requests).isEmpty();
	}

	@Test
	void refusesACertificateUntilAReloadedContextTrustsIt(@TempDir Path folder) throws Exception {
		TestAuthority authority = TestAuthority.in(folder);
		Instance instance = serveTls(authority, "localhost");
		this.tls.set(SSLContext.getDefault());
		assertThat(ask(instance, PATIENCE)).isEqualTo("TLS failed");
		this.tls.set(authority.context(null));
		assertThat(ask(instance, PATIENCE)).isNull();
	}

	@Test
	void refusesACertificateForAnotherName(@TempDir Path folder) throws Exception {
		TestAuthority authority = TestAuthority.in(folder);
		this.tls.set(authority.context(null));
		assertThat(ask(serveTls(authority, "elsewhere.example"), PATIENCE)).isEqualTo("TLS failed");
	}

	@Test
	void breaksOffWhatIsOnItsWayAndLeavesNoThreadOfItsOwn() throws IOException {
		CountDownLatch over = new CountDownLatch(1);
		ProbeServer server = server(new ProbeServer((out) -> awaitQuietly(over)));
		var answer = this.probes.http("/", PATIENCE)
			.probe(Instance.builder("orders", "127.0.0.1", server.port()).build())
			.toCompletableFuture();
		Patience.await().until(() -> !server.requests.isEmpty());
		this.probes.close();
		Patience.await().until(answer::isDone);
		over.countDown();
		this.threads.awaitNone("discovery-probe");
	}

	private Instance serveTls(TestAuthority authority, String name) throws Exception {
		HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setHttpsConfigurator(new HttpsConfigurator(authority.context(authority.issue(name))));
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		server.start();
		this.closing.add(() -> server.stop(0));
		return Instance.builder("orders", "localhost", server.getAddress().getPort()).secure(true).build();
	}

	private ProbeServer server(ProbeServer server) {
		this.closing.add(server);
		return server;
	}

	private @Nullable String probe(ProbeServer server, Duration timeout) {
		return ask(Instance.builder("orders", "127.0.0.1", server.port()).build(), timeout);
	}

	private @Nullable String ask(Instance instance, Duration timeout) {
		return this.probes.http("/actuator/health", timeout).probe(instance).toCompletableFuture().join();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void pause() {
		try {
			new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
