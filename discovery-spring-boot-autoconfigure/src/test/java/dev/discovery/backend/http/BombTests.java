package dev.discovery.backend.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.testkit.Apart;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that are small on the way and large in memory, through each of the ways in
 * which registries' answers are read: whole (Eureka), element by element (Consul), line
 * by line (Kubernetes).
 */
@Apart
class BombTests extends HttpFixture {

	private static final int GIGABYTE = 1 << 30;

	private static final byte[] PACKED = gzip();

	private static final Duration SOON = Patience.LIMIT;

	/** The limit of an answer, its tree, and what a busy machine hasn't collected yet. */
	private static final long HEAP = 768L << 20;

	@ParameterizedTest
	@EnumSource
	void endsAtTheLimitOfSize(Way way) {
		assertThat(PACKED).hasSizeBetween(900_000, 1_200_000);
		URI uri = serve((exchange) -> {
			exchange.getResponseHeaders().set("Content-Encoding", "gzip");
			exchange.sendResponseHeaders(200, PACKED.length);
			exchange.getResponseBody().write(PACKED);
			exchange.close();
		});
		assertEndsEarly(way, uri);
	}

	@ParameterizedTest
	@EnumSource
	void endsAtTheLimitOfDepth(Way way) {
		assertEndsEarly(way, serve(200, "[".repeat(1_000) + "]".repeat(1_000) + "\n"));
		assertEndsEarly(way, serve(200, "[" + "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000) + "]\n"));
	}

	@ParameterizedTest
	@EnumSource
	void endsAtTheLimitOfTokens(Way way) {
		assertEndsEarly(way, serve(200, "[" + "1,".repeat(10_000_000) + "1]\n"));
		assertEndsEarly(way, serve(200, "[" + "[],".repeat(5_000_000) + "[]]\n"));
	}

	private void assertEndsEarly(Way way, URI uri) {
		this.client = client(new RegistryHttpClient.Settings(Duration.ofSeconds(1), 64 << 20, 2));
		RegistryRequest request = RegistryRequest.get(uri).within(SOON);
		long before = usedHeap();
		long began = System.nanoTime();
		BackendException failure = way.read.apply(new Question(this.client, request));
		assertThat(failure.kind()).isEqualTo(Kind.INVALID);
		assertThat(failure.getMessage()).hasSizeLessThan(500).isPrintable();
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
		assertThat(peakHeap() - before).isLessThan(HEAP);
	}

	private static long usedHeap() {
		System.gc();
		heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
		return heapPools().mapToLong((pool) -> pool.getUsage().getUsed()).sum();
	}

	private static long peakHeap() {
		return heapPools().mapToLong((pool) -> pool.getPeakUsage().getUsed()).sum();
	}

	private static Stream<MemoryPoolMXBean> heapPools() {
		return ManagementFactory.getMemoryPoolMXBeans().stream().filter((pool) -> pool.getType() == MemoryType.HEAP);
	}

	/**
	 * A gigabyte of blanks in about a megabyte.
	 */
	private static byte[] gzip() {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
		try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
			for (int i = 0; i < GIGABYTE / blanks.length; i++) {
				out.write(blanks);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return packed.toByteArray();
	}

	private record Question(RegistryHttpClient client, RegistryRequest request) {
	}

	enum Way {

		WHOLE((question) -> failure(
				question.client.exchange(question.request).thenApply((reply) -> reply.json(JsonNode.class)))),

		ELEMENTS((question) -> failure(
				question.client.exchange(question.request).thenApply((reply) -> reply.jsonElements(Object.class)))),

		LINES((question) -> failure(question.client.stream(question.request, SOON, () -> {
		}, (line) -> line.json(JsonNode.class))));

		private final Function<Question, BackendException> read;

		Way(Function<Question, BackendException> read) {
			this.read = read;
		}

	}

}
