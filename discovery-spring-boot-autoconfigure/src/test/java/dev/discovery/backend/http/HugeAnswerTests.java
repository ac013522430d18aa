package dev.discovery.backend.http;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.testkit.Apart;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that announces and sends a hundred megabytes.
 */
@Apart
class HugeAnswerTests extends HttpFixture {

	private static final int MEBIBYTE = 1 << 20;

	private static final int ANSWER = 100 * MEBIBYTE;

	private static final int LIMIT = RegistryHttpClient.Settings.DEFAULT.maxBody();

	private final AtomicLong sent = new AtomicLong();

	private final CountDownLatch nearTheLimit = new CountDownLatch(1);

	private final CountDownLatch measured = new CountDownLatch(1);

	private final CountDownLatch hungUp = new CountDownLatch(1);

	/**
	 * The server stops shortly before the limit, where the client holds most, until that
	 * is measured.
	 */
	@Test
	void isCutAtTheLimitAndHoldsNoMoreThanTwiceOfIt() {
		URI uri = serveRaw((socket, out) -> send(out));
		long before = usedHeap();
		CompletionStage<RegistryReply> answer = this.client.exchange(RegistryRequest.get(uri).within(Patience.LIMIT));
		Patience.await(this.nearTheLimit);
		assertThat(usedHeap() - before).isLessThanOrEqualTo(2L * LIMIT);
		assertThat(answer.toCompletableFuture()).isNotDone();
		this.measured.countDown();
		BackendException failure = failure(answer);
		assertThat(failure.kind()).isEqualTo(Kind.INVALID);
		assertThat(failure).hasMessageContaining("larger than " + LIMIT + " bytes");
		Patience.await().until(() -> this.hungUp.getCount() == 0);
		assertThat(this.sent).as("what the network's buffers took").hasValueLessThan(2L * LIMIT);
		assertThat(usedHeap() - before).isLessThan(LIMIT / 4);
	}

	private void send(OutputStream out) throws IOException {
		byte[] chunk = "[],".repeat(MEBIBYTE / 3).getBytes(StandardCharsets.US_ASCII);
		out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + ANSWER + "\r\n\r\n[").getBytes(StandardCharsets.US_ASCII));
		try {
			while (this.sent.get() < ANSWER) {
				out.write(chunk);
				out.flush();
				if (this.sent.addAndGet(chunk.length) > LIMIT - 2 * chunk.length) {
					this.nearTheLimit.countDown();
					Patience.await(this.measured);
				}
			}
		}
		finally {
			this.hungUp.countDown();
		}
	}

	private static long usedHeap() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
