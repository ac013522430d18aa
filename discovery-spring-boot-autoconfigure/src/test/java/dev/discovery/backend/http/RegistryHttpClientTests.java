package dev.discovery.backend.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.testkit.Patience;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RegistryHttpClientTests extends HttpFixture {

	@Test
	void asksAndAnswers() {
		List<String> seen = new CopyOnWriteArrayList<>();
		URI uri = serve((exchange) -> {
			seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
			seen.add(exchange.getRequestHeaders().getFirst("X-Token"));
			seen.add(exchange.getRequestHeaders().getFirst("X-Other"));
			seen.add(exchange.getRequestHeaders().getFirst("Content-Type"));
			seen.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			exchange.getResponseHeaders().set("X-Index", "42");
			exchange.sendResponseHeaders(200, 0);
			exchange.getResponseBody().write("{\"name\":\"orders\",\"unknown\":[1]}".getBytes(StandardCharsets.UTF_8));
			exchange.close();
		});
		RegistryReply reply = ask(RegistryRequest.of("PUT", uri, RegistryJson.write(Map.of("a", 1)))
			.header("X-Other", "other")
			.header("X-Token", "overruled"));
		assertThat(seen).containsExactly("PUT /v1/orders?token=in-query", "canary-4711", "other", "application/json",
				"{\"a\":1}");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.header("x-index")).isEqualTo("42");
		assertThat(reply.header("x-none")).isNull();
		assertThat(reply.json(Named.class)).isEqualTo(new Named("orders"));
	}

	@ParameterizedTest
	@CsvSource({ "400, INVALID", "401, DENIED", "403, DENIED", "404, INVALID", "408, UNAVAILABLE", "410, INVALID",
			"429, BUSY", "500, UNAVAILABLE", "503, UNAVAILABLE", "302, INVALID", "204, " })
	void turnsAStatusIntoItsMeaning(int status, @Nullable Kind kind) {
		URI uri = serve(status, "");
		if (kind == null) {
			assertThat(ask(RegistryRequest.get(uri)).status()).isEqualTo(status);
		}
		else {
			assertThat(failure(RegistryRequest.get(uri)).kind()).isEqualTo(kind);
			assertThat(ask(RegistryRequest.get(uri).accepting(status)).status()).isEqualTo(status);
		}
	}

	@Test
	void readsRetryAfterInSecondsAndAsADate() {
		assertThat(failure(RegistryRequest.get(serve(429, "", "Retry-After", "7"))).retryAfter()).hasSeconds(7);
		assertThat(failure(RegistryRequest.get(serve(503, "", "Retry-After", "86400"))).retryAfter()).hasMinutes(10);
		assertThat(failure(RegistryRequest.get(serve(503, "", "Retry-After", "soon"))).retryAfter()).isNull();
		assertThat(failure(RegistryRequest.get(serve(503, ""))).retryAfter()).isNull();
		InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
		this.client = closing(new RegistryHttpClient(this.runtime, RegistryHttpClient.Settings.DEFAULT, () -> null,
				Credentials.NONE, clock));
		URI uri = serve(503, "", "Retry-After", "Thu, 01 Jan 2026 00:00:30 GMT");
		assertThat(failure(RegistryRequest.get(uri)).retryAfter()).hasSeconds(30);
		URI past = serve(503, "", "Retry-After", "Wed, 31 Dec 2025 00:00:30 GMT");
		assertThat(failure(RegistryRequest.get(past)).retryAfter()).isNull();
	}

	@Test
	void quotesTheRegistryWithoutTokensAndControlCharacters() {
		this.credentials.put("Authorization", "Bearer s3cr3t-part");
		URI uri = serve(403, "token canary-4711 or s3cr3t-part\r\nlacks a role" + "x".repeat(10_000));
		String message = failure(RegistryRequest.get(uri)).getMessage();
		assertThat(message).contains("GET http://localhost:", "/v1/orders", "status 403", "lacks a role")
			.doesNotContain("canary", "s3cr3t", "in-query", "\n")
			.hasSizeLessThan(400);
	}

	@Test
	void quotesNoPartOfAnEncodedAPasswordOrATokenThatWasCutOff() {
		String basic = Base64.getEncoder().encodeToString("orders:pa+s/word".getBytes(StandardCharsets.UTF_8));
		this.credentials.put("Authorization", "Basic " + basic);
		URI uri = serve(403, basic + " pa+s/word pa%2Bs%2Fword" + "\n".repeat(4_050) + "canary-4711" + "x".repeat(99));
		String message = failure(RegistryRequest.get(uri)).getMessage();
		assertThat(message).contains("status 403, *** *** ***").doesNotContain(basic, "pa+s", "pa%2Bs", "canary");
		for (int length = 4; length < 11; length++) {
			assertThat(Secrets.of(List.of("canary-4711")).masked("a " + "canary-4711".substring(0, length)))
				.isEqualTo("a ***");
		}
		assertThat(Secrets.of(List.of("canary-4711"))).hasToString("***");
	}

	@Test
	void asksForCredentialsEachTimeAndNeverShowsThem() {
		AtomicInteger asked = new AtomicInteger();
		List<String> seen = new CopyOnWriteArrayList<>();
		URI uri = serve((exchange) -> {
			seen.add(exchange.getRequestHeaders().getFirst("X-Token"));
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		this.client = closing(new RegistryHttpClient(this.runtime, RegistryHttpClient.Settings.DEFAULT, () -> null,
				(to) -> Map.of("X-Token", "canary-" + asked.incrementAndGet() + "\n")));
		ask(RegistryRequest.get(uri));
		RegistryReply reply = ask(RegistryRequest.get(uri).header("X-Mine", "canary"));
		assertThat(seen).containsExactly("canary-1", "canary-2");
		assertThat(reply.toString() + RegistryRequest.get(uri).header("X-Mine", "canary")).doesNotContain("canary",
				"in-query");
	}

	@Test
	void hidesTokensThatCanNotBeSentOrRead() {
		URI uri = serve(200, "");
		this.credentials.put("X-Token", "canary\r\nX-Injected: 1");
		BackendException unsendable = failure(RegistryRequest.get(uri));
		assertThat(unsendable.kind()).isEqualTo(Kind.DENIED);
		assertThat(unsendable).hasMessageContaining("X-Token").hasNoCause();
		assertThat(unsendable.getMessage()).doesNotContain("canary");
		this.client = closing(
				new RegistryHttpClient(this.runtime, RegistryHttpClient.Settings.DEFAULT, () -> null, (to) -> {
					throw new IllegalStateException("canary");
				}));
		BackendException unreadable = failure(RegistryRequest.get(uri));
		assertThat(unreadable).hasNoCause();
		assertThat(unreadable.getMessage()).doesNotContain("canary");
	}

	@Test
	void neverFollowsARedirect() {
		assertNoRedirectIsFollowed("", (uri) -> this.client.exchange(RegistryRequest.get(uri)));
	}

	@Test
	void unpacksGzip() throws IOException {
		byte[] packed = gzip("[\"" + "x".repeat(5000) + "\"]");
		URI uri = serve((exchange) -> {
			assertThat(exchange.getRequestHeaders().getFirst("Accept-Encoding")).isEqualTo("gzip");
			exchange.getResponseHeaders().set("Content-Encoding", "gzip");
			exchange.sendResponseHeaders(200, packed.length);
			exchange.getResponseBody().write(packed);
			exchange.close();
		});
		RegistryReply reply = ask(RegistryRequest.get(uri));
		assertThat(reply.text()).hasSize(5004);
		assertThat(reply.json(String[].class)[0]).hasSize(5000);
	}

	@Test
	void readsOnlyHarmlessJson() {
		assertInvalid("{\"name\":");
		assertInvalid("null");
		assertInvalid("");
		assertInvalid("[".repeat(1000) + "]".repeat(1000));
		assertInvalid("{\"name\":\"" + "x".repeat(1_000_001) + "\"}");
		assertInvalid("[" + "1,".repeat(5_100_000) + "1]");
		RegistryReply reply = ask(
				RegistryRequest.get(serve(200, "{\"@class\":\"javax.swing.JEditorPane\",\"name\":\"orders\"}")));
		assertThat(reply.json(Object.class)).isInstanceOf(Map.class);
	}

	private void assertInvalid(String json) {
		RegistryReply reply = ask(RegistryRequest.get(serve(200, json)).within(Duration.ofSeconds(20)));
		assertThatExceptionOfType(BackendException.class).isThrownBy(() -> reply.json(Object.class))
			.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(Kind.INVALID))
			.withMessageContaining("/v1/orders")
			.withNoCause();
	}

	/**
	 * Whoever asks again as soon as a token is refused has to ask with another one.
	 */
	@Test
	void tellsTheCredentialsThatTheyWereRefusedBeforeAnybodyElse() {
		CountDownLatch listening = new CountDownLatch(1);
		URI uri = serve((exchange) -> {
			Patience.await(listening);
			boolean fresh = "fresh".equals(exchange.getRequestHeaders().getFirst("X-Token"));
			exchange.sendResponseHeaders(fresh ? 200 : 401, -1);
			exchange.close();
		});
		RegistryHttpClient client = closing(new RegistryHttpClient(this.runtime, RegistryHttpClient.Settings.DEFAULT,
				() -> null, new Replaceable(new AtomicReference<>("stale"))));
		CompletionStage<RegistryReply> second = client.exchange(RegistryRequest.get(uri))
			.exceptionallyCompose((refused) -> client.exchange(RegistryRequest.get(uri)));
		listening.countDown();
		assertThat(await(second).status()).isEqualTo(200);
	}

	@Test
	void saysNobodyIsThere() throws IOException {
		URI refused = serveRaw((socket, out) -> {
		});
		closeAllQuietly();
		this.client = new RegistryHttpClient(this.runtime, RegistryHttpClient.Settings.DEFAULT, () -> null,
				Credentials.NONE);
		assertThat(failure(RegistryRequest.get(refused)).kind()).isEqualTo(Kind.UNREACHABLE);
		URI unknown = URI.create("http://no-such-host.invalid/");
		assertThat(failure(RegistryRequest.get(unknown)).kind()).isEqualTo(Kind.UNREACHABLE);
		this.client.close();
	}

	private void closeAllQuietly() {
		try {
			closeAll();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void refusesAnythingButHttp() {
		for (String uri : new ArrayList<>(List.of("file:///etc/passwd", "/relative", "ftp://host/", "http:///x"))) {
			assertThatIllegalArgumentException().isThrownBy(() -> RegistryRequest.get(URI.create(uri)));
		}
	}

	static byte[] gzip(String text) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}

	private record Named(String name) {
	}

	private record Replaceable(AtomicReference<String> token) implements Credentials {

		@Override
		public Map<String, String> headers(URI uri) {
			return Map.of("X-Token", this.token.get());
		}

		@Override
		public void refused(URI uri) {
			this.token.set("fresh");
		}

	}

}
