package dev.discovery.cloud.loadbalancer;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * HTTP clients follow redirects out of the balancer's sight: one that leads nowhere is no
 * reason to send a request again that was carried out, nor to blame whoever gave it. The
 * build runs this class a second time, with the clients that it doesn't have otherwise.
 */
class RedirectTests {

	private final Fixture fixture = new Fixture(false);

	private final List<EchoServer> servers = List.of(new EchoServer(), new EchoServer(), new EchoServer());

	@AfterEach
	void stop() {
		this.servers.forEach(EchoServer::close);
		assertThat(this.fixture.inFlight("orders")).isZero();
	}

	static Stream<HttpClientKind> clients() {
		return HttpClientKind.present();
	}

	@Test
	void meetsTheClientsOfItsClassPath() {
		assertThat(clients()).contains(HttpClientKind.SIMPLE, HttpClientKind.JDK, HttpClientKind.REACTOR,
				HttpClientKind.REACTIVE_JDK, HttpClientKind.REACTIVE_REACTOR);
		if (System.getProperty("discovery.matrix.added", "").equals("http-clients")) {
			assertThat(clients()).containsExactly(HttpClientKind.values());
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void sendsAPostOnceWhereItsRedirectLeadsNowhere(HttpClientKind client) {
		HttpClientKind.Caller caller = client.caller(this.fixture);
		registerAll();
		String uri = "http://orders/moved/" + EchoServer.closedPort();
		for (int i = 1; i <= 3; i++) {
			if (client == HttpClientKind.SIMPLE) {
				// the only one that follows none of a POST
				assertThat(caller.call(HttpMethod.POST, uri)).startsWith("POST");
			}
			else {
				assertThatException().isThrownBy(() -> caller.call(HttpMethod.POST, uri));
			}
			assertThat(requests()).isEqualTo(i);
		}
		assertNobodyIsBlamed();
	}

	@ParameterizedTest
	@MethodSource("clients")
	void blamesNobodyForARedirectThatLeadsNowhere(HttpClientKind client) {
		HttpClientKind.Caller caller = client.caller(this.fixture);
		registerAll();
		String uri = "http://orders/moved/" + EchoServer.closedPort();
		for (int i = 0; i < 6; i++) {
			assertThatException().isThrownBy(() -> caller.call(HttpMethod.GET, uri));
		}
		assertThat(requests()).isGreaterThanOrEqualTo(6);
		assertNobodyIsBlamed();
	}

	@ParameterizedTest
	@MethodSource("clients")
	void costsNoPostAFailureWhereAnInstanceIsNotThere(HttpClientKind client) {
		HttpClientKind.Caller caller = client.caller(this.fixture);
		EchoServer well = this.servers.get(0);
		int closed = EchoServer.closedPort();
		this.fixture.backend.with("orders", well.port(), closed);
		for (int i = 1; i <= 4; i++) {
			assertThat(caller.call(HttpMethod.POST, "http://orders/")).isEqualTo("POST " + well.port());
			assertThat(well.requests()).hasSize(i);
		}
		assertThat(this.fixture.stats("orders", closed).failures()).isPositive();
		assertThat(this.fixture.stats("orders", well.port()).failures()).isZero();
	}

	@ParameterizedTest
	@MethodSource("clients")
	void followsRedirectsAsBefore(HttpClientKind client) {
		HttpClientKind.Caller caller = client.caller(this.fixture);
		EchoServer target = this.servers.get(0);
		this.fixture.backend.with("orders", this.servers.get(1).port());
		assertThat(caller.call(HttpMethod.GET, "http://orders/moved/" + target.port()))
			.isEqualTo("GET " + target.port());
	}

	private void registerAll() {
		this.fixture.backend.with("orders", this.servers.stream().mapToInt(EchoServer::port).toArray());
	}

	private int requests() {
		return this.servers.stream().mapToInt((server) -> server.requests().size()).sum();
	}

	private void assertNobodyIsBlamed() {
		for (EchoServer server : this.servers) {
			assertThat(this.fixture.stats("orders", server.port()).failures()).isZero();
			assertThat(this.fixture.stats("orders", server.port()).ejection()).isNull();
		}
	}

}
