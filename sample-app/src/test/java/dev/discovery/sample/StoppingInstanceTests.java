package dev.discovery.sample;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatusCode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the README promises of instances of the sample that stop.
 */
class StoppingInstanceTests extends RunningSample {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void losesNoCallWhenAnInstanceStops(boolean abruptly) throws Exception {
		get("/orders/1");
		Load load = new Load(() -> this.client.get().uri("/orders/1").retrieve().toBodilessEntity().getStatusCode());
		load.start();
		Awaitility.await().atMost(PATIENCE).until(() -> load.calls.get() > 50);
		String victim = fleet().get(0);
		this.client.delete().uri("/fleet/{id}?abruptly={abruptly}", victim, abruptly).retrieve().toBodilessEntity();
		Awaitility.await().atMost(PATIENCE).until(() -> known().size() == 1);
		int before = load.calls.get();
		Awaitility.await().atMost(PATIENCE).until(() -> load.calls.get() > before + 50);
		load.stop();
		assertThat(load.failures.get()).isZero();
		this.client.post().uri("/fleet").retrieve().toBodilessEntity();
		Awaitility.await().atMost(PATIENCE).until(() -> known().size() == 2);
	}

	/**
	 * Calls in a loop and counts what goes wrong.
	 */
	private static final class Load {

		private final AtomicInteger calls = new AtomicInteger();

		private final AtomicInteger failures = new AtomicInteger();

		private final AtomicBoolean running = new AtomicBoolean(true);

		private final Thread thread;

		Load(Supplier<HttpStatusCode> call) {
			this.thread = new Thread(() -> {
				while (this.running.get()) {
					count(call);
				}
			});
		}

		private void count(Supplier<HttpStatusCode> call) {
			try {
				if (!call.get().is2xxSuccessful()) {
					this.failures.incrementAndGet();
				}
			}
			catch (RuntimeException ex) {
				this.failures.incrementAndGet();
			}
			this.calls.incrementAndGet();
		}

		void start() {
			this.thread.start();
		}

		void stop() throws InterruptedException {
			this.running.set(false);
			this.thread.join();
		}

	}

}
