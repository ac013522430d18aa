package dev.discovery.backend.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.testkit.Apart;
import dev.discovery.testkit.NewThreads;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.Stopwatch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a bad server can do to the client.
 */
@Apart
class RegistryHttpClientFaultTests extends HttpFixture {

	private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

	/**
	 * Not sooner, and at most a tenth later, unless the machine is busy each time.
	 */
	@Test
	void endsADrippingBodyAtTheDeadline() {
		CountDownLatch hungUp = new CountDownLatch(1);
		URI uri = serveRaw((socket, out) -> {
			write(out, HEAD + "Content-Length: 1000000\r\n\r\n");
			drip(out, hungUp);
		});
		Duration deadline = Duration.ofSeconds(1);
		Duration best = Duration.ofDays(1);
		for (int i = 0; i < 5 && best.compareTo(deadline.plusMillis(100)) > 0; i++) {
			Stopwatch watch = Stopwatch.start();
			BackendException failure = failure(RegistryRequest.get(uri).within(deadline));
			Duration taken = watch.taken();
			assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
			assertThat(failure).hasMessageContaining("no complete answer within 1000 ms");
			assertThat(taken).isGreaterThanOrEqualTo(deadline.minusMillis(10));
			Duration fair = taken.minus(watch.stalled());
			best = (fair.compareTo(best) < 0) ? fair : best;
		}
		assertThat(best).isLessThanOrEqualTo(deadline.plusMillis(100));
		Patience.await().until(() -> hungUp.getCount() == 0);
	}

	private static void drip(OutputStream out, CountDownLatch hungUp) {
		try {
			while (true) {
				out.write(' ');
				out.flush();
				TimeUnit.MILLISECONDS.timedJoin(Thread.currentThread(), 20);
			}
		}
		catch (IOException | InterruptedException ex) {
			hungUp.countDown();
		}
	}

	@Test
	void endsAnExchangeWithoutAnAnswerAtTheDeadline() {
		CountDownLatch over = new CountDownLatch(1);
		URI uri = serveRaw((socket, out) -> awaitQuietly(over));
		assertThat(failure(RegistryRequest.get(uri).within(Duration.ofMillis(300))).kind()).isEqualTo(Kind.UNAVAILABLE);
		over.countDown();
	}

	@Test
	void neverDeliversATruncatedBody() {
		URI announced = serveRaw((socket, out) -> write(out, HEAD + "Content-Length: 100\r\n\r\n[1,2]"));
		assertThat(failure(RegistryRequest.get(announced)).kind()).isEqualTo(Kind.UNAVAILABLE);
		URI chunked = serveRaw((socket, out) -> write(out, HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n[1,2]\r\n"));
		assertThat(failure(RegistryRequest.get(chunked)).kind()).isEqualTo(Kind.UNAVAILABLE);
	}

	@Test
	void neverDeliversTruncatedGzip() throws IOException {
		byte[] packed = RegistryHttpClientTests.gzip("x".repeat(100_000));
		URI uri = serveRaw((socket, out) -> {
			write(out, HEAD + "Content-Encoding: gzip\r\nContent-Length: " + (packed.length - 8) + "\r\n\r\n");
			out.write(packed, 0, packed.length - 8);
		});
		assertThat(failure(RegistryRequest.get(uri)).kind()).isEqualTo(Kind.INVALID);
	}

	@Test
	void survivesAReset() {
		URI uri = serveRaw((socket, out) -> {
			write(out, HEAD + "Content-Length: 100\r\n\r\n[1");
			socket.setSoLinger(true, 0);
		});
		assertThat(failure(RegistryRequest.get(uri)).kind()).isEqualTo(Kind.UNAVAILABLE);
	}

	@Test
	void survivesWhatIsNotHttp() {
		URI uri = serveRaw((socket, out) -> write(out, "SSH-2.0-OpenSSH\r\n\r\n"));
		assertThat(failure(RegistryRequest.get(uri)).kind()).isIn(Kind.UNAVAILABLE, Kind.INVALID);
	}

	@Test
	void hangsUpOnAnEndlessBody() {
		AtomicLong written = new AtomicLong();
		CountDownLatch hungUp = new CountDownLatch(1);
		this.client = client(new RegistryHttpClient.Settings(Duration.ofSeconds(1), 1 << 20, 2));
		URI uri = serveRaw((socket, out) -> {
			write(out, HEAD + "\r\n");
			byte[] chunk = new byte[65536];
			try {
				while (true) {
					out.write(chunk);
					written.addAndGet(chunk.length);
				}
			}
			finally {
				hungUp.countDown();
			}
		});
		BackendException failure = failure(RegistryRequest.get(uri).within(Patience.LIMIT));
		assertThat(failure.kind()).isEqualTo(Kind.INVALID);
		assertThat(failure).hasMessageContaining("larger than 1048576 bytes");
		Patience.await().until(() -> hungUp.getCount() == 0);
		assertThat(written).hasValueLessThan(64L << 20);
	}

	@Test
	void doesNotUnpackABomb() throws IOException {
		byte[] packed = RegistryHttpClientTests.gzip("x".repeat(64 << 20));
		assertThat(packed).hasSizeLessThan(1 << 20);
		this.client = client(new RegistryHttpClient.Settings(Duration.ofSeconds(1), 1 << 20, 2));
		URI uri = serve((exchange) -> {
			exchange.getResponseHeaders().set("Content-Encoding", "gzip");
			exchange.sendResponseHeaders(200, packed.length);
			exchange.getResponseBody().write(packed);
			exchange.close();
		});
		assertThat(failure(RegistryRequest.get(uri)).kind()).isEqualTo(Kind.INVALID);
	}

	@Test
	void givesUpConnectingAfterTheConnectTimeout() throws IOException {
		this.client = client(RegistryHttpClient.Settings.DEFAULT);
		List<Socket> fill = new ArrayList<>();
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
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
			URI uri = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/");
			Stopwatch watch = Stopwatch.start();
			BackendException failure = failure(RegistryRequest.get(uri).within(Patience.LIMIT));
			assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
			assertThat(watch.taken()).isGreaterThanOrEqualTo(Duration.ofMillis(900));
			watch.assertWithin(Duration.ofSeconds(2));
		}
		for (Socket socket : fill) {
			socket.close();
		}
	}

	@Test
	void cancellingAStepThatWasDerivedHangsUp() {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch hungUp = new CountDownLatch(1);
		URI uri = serveRaw((socket, out) -> {
			asked.countDown();
			if (socket.getInputStream().read() < 0) {
				hungUp.countDown();
			}
		});
		CompletableFuture<String> derived = this.client.exchange(RegistryRequest.get(uri).within(Duration.ofHours(1)))
			.thenApply(RegistryReply::text)
			.thenApply(String::strip)
			.toCompletableFuture();
		awaitQuietly(asked);
		derived.cancel(true);
		Patience.await().until(() -> hungUp.getCount() == 0);
	}

	@Test
	void closingEndsWhatIsUnderWayAndLeavesNoThread() {
		NewThreads threads = NewThreads.fromNow();
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch over = new CountDownLatch(1);
		URI uri = serveRaw((socket, out) -> {
			asked.countDown();
			awaitQuietly(over);
		});
		var pending = this.client.exchange(RegistryRequest.get(uri).within(Duration.ofHours(1)));
		awaitQuietly(asked);
		assertThat(threads.names(RegistryHttpClientFaultTests::isOfAClient)).isNotEmpty();
		this.client.close();
		this.client.close();
		assertThat(failure(pending)).hasMessageContaining("closed");
		assertThat(failure(RegistryRequest.get(uri))).hasMessageContaining("closed");
		over.countDown();
		Patience.await().pollInterval(Duration.ofMillis(100)).until(() -> {
			System.gc();
			return threads.names(RegistryHttpClientFaultTests::isOfAClient).isEmpty();
		});
	}

	private static boolean isOfAClient(String name) {
		return name.startsWith("discovery-http-stub") || name.endsWith("SelectorManager");
	}

	private static void write(OutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.US_ASCII));
		out.flush();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		Patience.await(latch);
	}

}
