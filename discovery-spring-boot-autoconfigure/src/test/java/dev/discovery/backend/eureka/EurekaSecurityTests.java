package dev.discovery.backend.eureka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.SSLContext;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.Lease;
import dev.discovery.backend.Lease.State;
import dev.discovery.backend.Recorder;
import dev.discovery.model.Health;
import dev.discovery.testkit.EurekaApi;
import dev.discovery.testkit.EurekaServer;
import dev.discovery.testkit.RequiresEurekaServer;
import dev.discovery.testkit.TestAuthority;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real server that wants certificates and passwords.
 */
@RequiresEurekaServer
@ExtendWith(OutputCaptureExtension.class)
class EurekaSecurityTests {

	private static final String PASSWORD = "s3cr3t-canary";

	@TempDir
	private static Path folder;

	private static TestAuthority authority;

	private static EurekaServer server;

	@BeforeAll
	static void startServer() throws Exception {
		authority = TestAuthority.in(folder.resolve("ours"));
		server = EurekaServer.fast().secured("orders", PASSWORD).tls(authority.issue("localhost"), authority).start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@Test
	void theServerItselfRefusesStrangers() throws Exception {
		SSLContext known = authority.context(authority.issue("orders"));
		assertThat(server.api(known).status("/apps")).isEqualTo(200);
		assertThat(server.api(authority.context(null)).status("/apps")).isEqualTo(-1);
		assertThat(new EurekaApi(server.url(), known).status("/apps")).isEqualTo(401);
	}

	@Test
	void readsAndRegistersWithACertificateAndAPassword(CapturedOutput output) throws Exception {
		try (EurekaSide side = side(authority.context(authority.issue("orders")), "orders:" + PASSWORD)) {
			Lease lease = side.registrar.register(EurekaSide.instance("orders", 1), Health.UP);
			side.directory.entry("orders");
			side.await(() -> lease.state() == State.HELD && side.up("orders").equals(List.of("orders-1")));
		}
		assertThat(output).doesNotContain(PASSWORD);
	}

	@Test
	void saysThatThePasswordIsMissingOrWrongAndHardlyAsksAgain(CapturedOutput output) throws Exception {
		try (EurekaSide side = side(authority.context(authority.issue("orders")), "orders:wrong-canary")) {
			BackendException refused = refused(side);
			assertThat(refused.kind()).isEqualTo(Kind.DENIED);
			assertThat(refused).hasMessageContaining("set discovery.eureka.username and .password");
			side.time.warp(Duration.ofSeconds(27));
			side.settle();
			assertThat(side.exchanges.count("sync denied")).isEqualTo(1);
		}
		assertThat(output).doesNotContain("canary");
	}

	@Test
	void refusesAServerThatItDoesNotTrust() throws Exception {
		SSLContext others = TestAuthority.in(folder.resolve("theirs")).context(null);
		for (@Nullable
		SSLContext context : new SSLContext[] { others, null }) {
			try (EurekaSide side = side(context, "orders:" + PASSWORD)) {
				assertThat(refused(side)).hasMessageContaining("TLS failed");
			}
		}
	}

	@Test
	void isRefusedWithoutACertificate() throws Exception {
		try (EurekaSide side = side(authority.context(null), "orders:" + PASSWORD)) {
			assertThat(refused(side).kind()).isIn(Kind.INVALID, Kind.UNAVAILABLE);
		}
	}

	private static BackendException refused(EurekaSide side) {
		Recorder recorder = new Recorder();
		side.backend.watch("orders", recorder);
		side.await(() -> !recorder.errors().isEmpty());
		assertThat(recorder.snapshots()).isEmpty();
		return recorder.errors().get(0);
	}

	private static EurekaSide side(@Nullable SSLContext context, String user) {
		return EurekaSide.at(server.url())
			.tls(() -> context)
			.credentials("Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
			.open();
	}

}
