package dev.discovery.fitness.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProbeFailuresTests {

	@Test
	void saysInWordsOfItsOwnWhatFailed() {
		Map<Throwable, String> expected = new LinkedHashMap<>();
		expected.put(new SSLHandshakeException("secret"), "TLS failed");
		expected.put(new SocketTimeoutException("secret"), "nobody answers");
		expected.put(new HttpConnectTimeoutException("secret"), "nobody answers");
		expected.put(new UnknownHostException("secret"), "the host is unknown");
		expected.put(new ConnectException("secret").initCause(new UnresolvedAddressException()), "the host is unknown");
		expected.put(new NoRouteToHostException("secret"), "there is no route to it");
		expected.put(new ConnectException("secret"), "the connection is refused");
		expected.put(new IOException("secret"), "the connection broke");
		expected.forEach((failure, words) -> {
			assertThat(ProbeFailures.of(failure)).isEqualTo(words);
			assertThat(ProbeFailures.of(new CompletionException(failure))).isEqualTo(words);
		});
		assertThat(ProbeFailures.of(new IllegalStateException("secret")))
			.isEqualTo("the probe failed: IllegalStateException");
	}

}
