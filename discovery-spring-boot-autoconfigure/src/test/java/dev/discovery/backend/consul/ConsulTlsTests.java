package dev.discovery.backend.consul;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLContext;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.Lease;
import dev.discovery.backend.Lease.State;
import dev.discovery.backend.Recorder;
import dev.discovery.model.Health;
import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.RequiresProgram;
import dev.discovery.testkit.TestAuthority;
import dev.discovery.testkit.TestAuthority.Identity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Agents that speak TLS.
 */
@RequiresProgram("consul")
class ConsulTlsTests {

	/** The first byte of a TLS connection; that of an HTTP request would be a letter. */
	private static final int HANDSHAKE = 0x16;

	@TempDir
	private static Path directory;

	private static TestAuthority authority;

	private static Identity localhost;

	@BeforeAll
	static void foundAuthority() throws Exception {
		authority = TestAuthority.in(directory.resolve("ours"));
		localhost = authority.issue("localhost");
	}

	@Test
	void readsAndRegisters() throws Exception {
		SSLContext trusting = authority.context(null);
		try (ConsulAgent agent = ConsulAgent.dev().tls(localhost, null).start();
				ConsulSide side = side(agent.tlsPort(), trusting)) {
			assertWorks(side);
		}
	}

	@Test
	void refusesAnAuthorityItDoesNotKnowUntilItIsToldTo() throws Exception {
		AtomicReference<SSLContext> context = new AtomicReference<>(
				TestAuthority.in(directory.resolve("theirs")).context(null));
		try (ConsulAgent agent = ConsulAgent.dev().tls(localhost, null).start();
				TcpProxy proxy = TcpProxy.to(agent.tlsPort());
				ConsulSide side = ConsulSide.at(https(proxy.port())).tls(context::get).open()) {
			assertRefused(side, proxy);
			context.set(authority.context(null));
			side.time.warp(Duration.ofSeconds(4));
			assertWorks(side);
		}
	}

	@Test
	void refusesACertificateForAnotherName() throws Exception {
		assertRefused(authority.issue("elsewhere.example"));
	}

	@Test
	void refusesACertificateThatHasExpired() throws Exception {
		assertRefused(authority.issue("localhost", "-startdate", "-10d"));
	}

	@Test
	void showsItsOwnCertificateWhereItIsAskedFor() throws Exception {
		AtomicReference<SSLContext> context = new AtomicReference<>(authority.context(null));
		SSLContext known = authority.context(authority.issue("orders"));
		try (ConsulAgent agent = ConsulAgent.dev().tls(localhost, authority).start();
				TcpProxy proxy = TcpProxy.to(agent.tlsPort());
				ConsulSide side = ConsulSide.at(https(proxy.port())).tls(context::get).open()) {
			assertRefused(side, proxy);
			context.set(known);
			side.time.warp(Duration.ofSeconds(4));
			assertWorks(side);
		}
	}

	private static void assertRefused(Identity identity) throws Exception {
		SSLContext trusting = authority.context(null);
		try (ConsulAgent agent = ConsulAgent.dev().tls(identity, null).start();
				TcpProxy proxy = TcpProxy.to(agent.tlsPort());
				ConsulSide side = side(proxy.port(), trusting)) {
			assertRefused(side, proxy);
		}
	}

	private static void assertRefused(ConsulSide side, TcpProxy proxy) {
		Recorder recorder = new Recorder();
		side.backend.watch("consul", recorder);
		Lease lease = side.registrar.register(ConsulSide.instance("orders", 1), Health.UP);
		side.await(() -> !recorder.errors().isEmpty() && side.exchanges.count("put invalid") >= 1);
		BackendException refused = recorder.errors().get(0);
		assertThat(refused.kind()).isEqualTo(Kind.INVALID);
		assertThat(refused).hasMessageContaining("TLS failed");
		assertThat(recorder.snapshots()).isEmpty();
		assertThat(lease.state()).isEqualTo(State.PENDING);
		lease.release();
		assertThat(proxy.firstBytes()).isNotEmpty().containsOnly(HANDSHAKE);
	}

	private static void assertWorks(ConsulSide side) {
		Lease lease = side.registrar.register(ConsulSide.instance("orders", 1), Health.UP);
		side.directory.entry("orders");
		side.await(() -> side.up("orders").equals(List.of("orders-1")) && lease.state() == State.HELD);
	}

	private static ConsulSide side(int port, @Nullable SSLContext context) {
		return ConsulSide.at(https(port)).tls(() -> context).open();
	}

	private static URI https(int port) {
		return URI.create("https://localhost:" + port);
	}

}
