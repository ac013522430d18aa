package dev.discovery.fitness.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.discovery.model.Instance;
import dev.discovery.testkit.NewThreads;
import dev.discovery.testkit.Patience;
import dev.discovery.time.ThreadScheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TcpProbeTests {

	private final NewThreads threads = NewThreads.fromNow();

	private final ThreadScheduler scheduler = new ThreadScheduler("probe-tests");

	private final Probes probes = new Probes(this.scheduler, () -> null, 2);

	@AfterEach
	void close() {
		this.probes.close();
		this.scheduler.close();
	}

	@Test
	void whoAcceptsAConnectionIsHealthyAndItIsClosedAtOnce() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			assertThat(ask(server.getLocalPort(), Patience.LIMIT)).isNull();
			try (Socket accepted = server.accept()) {
				accepted.setSoTimeout((int) Patience.LIMIT.toMillis());
				assertThat(accepted.getInputStream().read()).isEqualTo(-1);
			}
		}
	}

	@Test
	void whoRefusesIsNot() throws IOException {
		int port;
		try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			port = server.getLocalPort();
		}
		assertThat(ask(port, Patience.LIMIT)).isEqualTo("the connection is refused");
	}

	@Test
	void whoLetsItWaitIsNot() throws IOException {
		List<Socket> crowd = new ArrayList<>();
		try (ServerSocket server = fullServer(crowd)) {
			assertThat(ask(server.getLocalPort(), Duration.ofMillis(300))).isIn("nobody answers",
					"not connected within 300 ms");
		}
		finally {
			closeAll(crowd);
		}
	}

	@Test
	void aFullPoolKeepsToTheDeadlineTooAndClosingEndsItAll() throws IOException {
		List<Socket> crowd = new ArrayList<>();
		try (ServerSocket server = fullServer(crowd)) {
			List<CompletableFuture<@Nullable String>> stuck = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				stuck.add(probe(server.getLocalPort(), Duration.ofMinutes(5)));
			}
			assertThat(ask(server.getLocalPort(), Duration.ofMillis(300))).isEqualTo("not connected within 300 ms");
			assertThat(stuck).noneMatch(CompletableFuture::isDone);
			this.probes.close();
			Patience.await().until(() -> stuck.stream().allMatch(CompletableFuture::isDone));
			this.threads.awaitNone("discovery-probe");
		}
		finally {
			closeAll(crowd);
		}
	}

	/**
	 * A server whose queue of connections is full: the system lets further ones wait.
	 */
	private static ServerSocket fullServer(List<Socket> crowd) throws IOException {
		ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
		for (int i = 0; i < 20; i++) {
			Socket socket = new Socket();
			crowd.add(socket);
			try {
				socket.connect(server.getLocalSocketAddress(), 200);
			}
			catch (IOException ex) {
				return server;
			}
		}
		throw new IllegalStateException("the queue takes all");
	}

	private static void closeAll(List<Socket> sockets) throws IOException {
		for (Socket socket : sockets) {
			socket.close();
		}
	}

	private @Nullable String ask(int port, Duration timeout) {
		return probe(port, timeout).join();
	}

	private CompletableFuture<@Nullable String> probe(int port, Duration timeout) {
		return this.probes.tcp(timeout)
			.probe(Instance.builder("orders", "127.0.0.1", port).build())
			.toCompletableFuture();
	}

}
