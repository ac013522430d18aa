package dev.discovery.backend.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.Stopwatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An answer that is followed line by line.
 */
class RegistryStreamTests extends HttpFixture {

	private static final Duration SILENCE = Duration.ofSeconds(10);

	private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final AtomicInteger opened = new AtomicInteger();

	@Test
	void handsOnLineByLineAsTheyArrive() {
		CountDownLatch more = new CountDownLatch(1);
		CompletionStage<Void> end = stream(serveRaw((socket, out) -> {
			write(out, HEAD + "{\"n\":1}\n{\"n\":2}\n");
			awaitLatch(more);
			write(out, "{\"n\":3}\n");
		}));
		awaitLines("1", "2");
		assertThat(end.toCompletableFuture()).isNotDone();
		assertThat(this.opened).hasValue(1);
		more.countDown();
		await(end);
		assertThat(this.lines).containsExactly("1", "2", "3");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 5, 7, 1000 })
	void putsTogetherWhatArrivesInPieces(int size) {
		byte[] body = "{\"n\":\"äö\"}\n\n{\"n\":\"€𝄞\"}\r\n{\"n\":3}\n".getBytes(StandardCharsets.UTF_8);
		await(stream(serveRaw((socket, out) -> {
			socket.setTcpNoDelay(true);
			write(out, HEAD);
			for (int i = 0; i < body.length; i += size) {
				out.write(body, i, Math.min(size, body.length - i));
				out.flush();
			}
		})));
		assertThat(this.lines).containsExactly("äö", "€𝄞", "3");
	}

	@Test
	void neverFollowsARedirect() {
		assertNoRedirectIsFollowed("{\"n\":1}\n", this::stream);
		assertThat(this.lines).isEmpty();
	}

	@Test
	void dropsALastLineThatWasCutOff() {
		await(stream(serveRaw((socket, out) -> write(out, HEAD + "{\"n\":1}\n{\"n\":2}"))));
		assertThat(this.lines).containsExactly("1");
	}

	@Test
	void failsWhereTheConnectionBreaks() {
		BackendException failure = failure(stream(serveRaw((socket, out) -> {
			write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"n\":1}\n\r\n8\r\n{\"n\"");
			awaitLines("1");
			socket.setSoLinger(true, 0);
		})));
		assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
		assertThat(this.lines).containsExactly("1");
	}

	@ParameterizedTest
	@CsvSource({ "401, DENIED", "403, DENIED", "410, INVALID", "429, BUSY", "500, UNAVAILABLE" })
	void failsWithTheStatusAndWithoutTheToken(int status, Kind kind) {
		BackendException failure = failure(
				stream(serve(status, "{\"message\":\"no, canary-4711\"}", "Retry-After", "7")));
		assertThat(failure.kind()).isEqualTo(kind);
		assertThat(failure).isInstanceOfSatisfying(HttpStatusException.class,
				(refused) -> assertThat(refused.status()).isEqualTo(status));
		assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
		assertThat(failure).hasMessageContaining("no, ***").hasMessageNotContaining("canary");
		assertThat(this.opened).hasValue(0);
	}

	@Test
	void hangsUpOnALineThatIsTooLong() {
		this.client = client(new RegistryHttpClient.Settings(Duration.ofSeconds(1), 64, 2));
		BackendException failure = failure(stream(serveRaw((socket, out) -> {
			write(out, HEAD + "{\"n\":1}\n");
			for (int i = 0; i < 100_000; i++) {
				write(out, "xxxxxxxxxxxxxxxx");
			}
		})));
		assertThat(failure.kind()).isEqualTo(Kind.INVALID);
		assertThat(failure).hasMessageEndingWith("a line is longer than 64 bytes");
		assertThat(this.lines).containsExactly("1");
	}

	@Test
	void endsWithWhatIsThrown() {
		BackendException ours = new BackendException(Kind.BUSY, "enough");
		CountDownLatch hungUp = new CountDownLatch(1);
		URI uri = serveRaw((socket, out) -> {
			try {
				for (int i = 0; i < 1_000_000; i++) {
					write(out, ((i == 0) ? HEAD : "") + "{\"n\":1}\n");
				}
			}
			catch (IOException ex) {
				hungUp.countDown();
			}
		});
		CompletionStage<Void> end = this.client.stream(RegistryRequest.get(uri), SILENCE, this.opened::incrementAndGet,
				(line) -> {
					throw ours;
				});
		assertThat(failure(end)).isSameAs(ours);
		awaitLatch(hungUp);
	}

	@Test
	void failsWhereALineIsNoJson() {
		BackendException failure = failure(
				stream(serveRaw((socket, out) -> write(out, HEAD + "{\"n\":1}\nnonsense\n{\"n\":2}\n"))));
		assertThat(failure.kind()).isEqualTo(Kind.INVALID);
		assertThat(failure).hasMessageNotContaining("nonsense");
		assertThat(this.lines).containsExactly("1");
	}

	@Test
	void failsWhereNothingIsHeardForTooLong() {
		CountDownLatch over = new CountDownLatch(1);
		URI uri = serveRaw((socket, out) -> {
			write(out, HEAD);
			for (int i = 0; i < 6; i++) {
				awaitLatchFor(over, 100);
				write(out, "\n");
			}
			// until it is hung up on
			socket.getInputStream().read();
		});
		Duration longest = Duration.ZERO;
		// a busy server may fall silent too soon
		for (int i = 0; i < 10 && longest.compareTo(Duration.ofMillis(950)) < 0; i++) {
			Stopwatch watch = Stopwatch.start();
			BackendException failure = failure(this.client.stream(RegistryRequest.get(uri).within(Patience.LIMIT),
					Duration.ofMillis(400), this.opened::incrementAndGet, (line) -> {
					}));
			assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
			assertThat(failure).hasMessageEndingWith("nothing was heard for 400 ms");
			longest = watch.taken();
		}
		assertThat(longest).isGreaterThan(Duration.ofMillis(950));
		over.countDown();
	}

	@Test
	void failsWhereTheAnswerDoesNotBegin() {
		CountDownLatch over = new CountDownLatch(1);
		URI uri = serveRaw((socket, out) -> awaitLatch(over));
		BackendException failure = failure(this.client.stream(RegistryRequest.get(uri).within(Duration.ofMillis(200)),
				SILENCE, this.opened::incrementAndGet, (line) -> {
				}));
		assertThat(failure).hasMessageEndingWith("no complete answer within 200 ms");
		over.countDown();
	}

	@Test
	void hangsUpWhenItIsCalledOffOrClosed() throws Exception {
		for (boolean close : new boolean[] { false, true }) {
			this.lines.clear();
			CountDownLatch hungUp = new CountDownLatch(1);
			CompletableFuture<Void> end = stream(serveRaw((socket, out) -> {
				write(out, HEAD + "{\"n\":1}\n");
				if (socket.getInputStream().read() < 0) {
					hungUp.countDown();
				}
			})).toCompletableFuture();
			awaitLines("1");
			if (close) {
				this.client.close();
				assertThat(failure(end)).hasMessage("the client was closed");
			}
			else {
				end.cancel(true);
			}
			awaitLatch(hungUp);
		}
	}

	@Test
	void leavesThreadsForOtherExchanges() {
		CountDownLatch over = new CountDownLatch(1);
		for (int i = 0; i < 8; i++) {
			stream(serveRaw((socket, out) -> {
				write(out, HEAD + "{\"n\":1}\n");
				awaitLatch(over);
			}));
		}
		Patience.await().until(() -> this.lines.size() == 8);
		assertThat(ask(RegistryRequest.get(serve(200, "{}"))).status()).isEqualTo(200);
		over.countDown();
	}

	private CompletionStage<Void> stream(URI uri) {
		return this.client.stream(RegistryRequest.get(uri), SILENCE, this.opened::incrementAndGet,
				(line) -> this.lines.add(String.valueOf(line.json(Map.class).get("n"))));
	}

	private void awaitLines(String... expected) {
		Patience.await().until(() -> this.lines.equals(List.of(expected)));
	}

	private static void write(OutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.UTF_8));
		out.flush();
	}

	private static void awaitLatch(CountDownLatch latch) {
		Patience.await(latch);
	}

	private static boolean awaitLatchFor(CountDownLatch latch, int millis) {
		try {
			return latch.await(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
