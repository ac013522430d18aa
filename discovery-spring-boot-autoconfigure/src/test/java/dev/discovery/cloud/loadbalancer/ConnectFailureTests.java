package dev.discovery.cloud.loadbalancer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLHandshakeException;

import dev.discovery.cloud.loadbalancer.ConnectFailure.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectFailure}.
 */
class ConnectFailureTests {

	@ParameterizedTest
	@ValueSource(strings = { "Connection refused: localhost/127.0.0.1:8080",
			"finishConnect(..) failed with error(-111): Connection refused: LOCALHOST/127.0.0.1:8080",
			"connection timed out after 100 ms: localhost/<unresolved>:8080",
			"Connect to http://localhost:8080 [localhost/127.0.0.1, localhost/0:0:0:0:0:0:0:1] failed: Connection refused",
			"Connect to localhost:8080 [] failed: Connect timed out" })
	void knowsTheAddressOfTheInstance(String message) {
		assertThat(at(new ConnectException(message), 8080).origin()).isEqualTo(Origin.INSTANCE);
		assertThat(at(new IOException("wrapped", new ConnectException(message)), 8080).origin())
			.isEqualTo(Origin.INSTANCE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Connection refused: localhost/127.0.0.1:8081",
			"connection timed out after 8080 ms: elsewhere/192.0.2.1:80", "No route to host: /[0:0:0:0:0:0:0:1]:8081",
			"Connect to http://localhost:8081 [localhost/127.0.0.1, localhost/0:0:0:0:0:0:0:1] failed: Connection refused",
			"Connect to https://[::1]:8081 [] failed: Connect timed out" })
	void knowsTheAddressOfSomebodyElse(String message) {
		assertThat(at(new ConnectException(message), 8080).origin()).isEqualTo(Origin.ELSEWHERE);
	}

	@Test
	void hasToAskWhereAnotherHostHasTheSamePortOrNoneIsNamed() {
		for (IOException failure : List.of(new ConnectException("Connection refused: /127.0.0.2:8080"),
				new ConnectException("Connect to http://elsewhere:8080 [elsewhere/192.0.2.1] failed: no"),
				new ConnectException("Connection refused"), new UnknownHostException("localhost"),
				new HttpConnectTimeoutException("HTTP connect timed out"), new SSLHandshakeException("bad certificate"),
				(IOException) new ConnectException().initCause(new UnresolvedAddressException()))) {
			assertThat(at(failure, 8080).origin()).as(failure.toString()).isNull();
		}
	}

	@Test
	void leavesAloneWhateverIsNoFailureToConnect() {
		for (Exception failure : List.of(new SocketException("Connection reset"),
				new SocketTimeoutException("Read timed out"),
				new IllegalStateException("Connection refused: localhost/127.0.0.1:8081"),
				new PoolAcquirePendingLimitException(1))) {
			assertThat(at(failure, 8080).origin()).as(failure.toString()).isEqualTo(Origin.INSTANCE);
		}
	}

	@Test
	void isOfElsewhereWhereTheInstanceTakesConnections() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("localhost"))) {
			for (IOException failure : List.of(new ConnectException("Connection refused"),
					new UnknownHostException("elsewhere"), new HttpConnectTimeoutException("HTTP connect timed out"),
					new SSLHandshakeException("bad certificate"))) {
				assertThat(at(failure, server.getLocalPort()).ask()).isEqualTo(Origin.ELSEWHERE);
			}
		}
	}

	@Test
	void doesNotKnowWhoseCertificateIsBadWhereTheInstanceHasOneToo() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("localhost"))) {
			URI secure = URI.create("https://localhost:" + server.getLocalPort() + "/");
			IOException failure = new IOException(new SSLHandshakeException("bad certificate"));
			assertThat(ConnectFailure.at(failure, secure).ask()).isEqualTo(Origin.UNKNOWN);
			assertThat(ConnectFailure.at(new ConnectException("refused"), secure).ask()).isEqualTo(Origin.ELSEWHERE);
		}
	}

	@Test
	void isTheInstancesWhereItTakesNone() {
		int closed = EchoServer.closedPort();
		for (IOException failure : List.of(new ConnectException("Connection refused"),
				new UnknownHostException("localhost"), new HttpConnectTimeoutException("HTTP connect timed out"),
				new SSLHandshakeException("bad certificate"))) {
			assertThat(at(failure, closed).ask()).isEqualTo(Origin.INSTANCE);
		}
	}

	@Test
	void isTheInstancesWhereItKeepsSilentAndDidSoBefore() throws IOException {
		List<Socket> fill = new ArrayList<>();
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
			for (int i = 0; i < 4; i++) {
				Socket socket = new Socket();
				fill.add(socket);
				try {
					socket.connect(full.getLocalSocketAddress(), 200);
				}
				catch (IOException ex) {
					// the backlog is full, as intended
				}
			}
			for (IOException slow : List.of(new ConnectException("Connection timed out"),
					new HttpConnectTimeoutException("HTTP connect timed out"),
					new NoRouteToHostException("No route to host"))) {
				assertThat(at(slow, full.getLocalPort()).ask()).isEqualTo(Origin.INSTANCE);
			}
			assertThat(at(new ConnectException("Connection refused"), full.getLocalPort()).ask())
				.isEqualTo(Origin.UNKNOWN);
		}
		for (Socket socket : fill) {
			socket.close();
		}
	}

	private static ConnectFailure at(Exception failure, int port) {
		return ConnectFailure.at(failure, URI.create("http://localhost:" + port + "/"));
	}

}
