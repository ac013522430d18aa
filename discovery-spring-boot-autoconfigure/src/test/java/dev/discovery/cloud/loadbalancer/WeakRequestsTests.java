package dev.discovery.cloud.loadbalancer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Patience;
import dev.discovery.time.Scheduler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WeakRequests}.
 */
class WeakRequestsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final VirtualTime time = new VirtualTime();

	private final AtomicInteger scheduled = new AtomicInteger();

	private final List<String> forgotten = new ArrayList<>();

	private final WeakRequests<String> requests = new WeakRequests<>(new Scheduler() {

		@Override
		public Timer schedule(Runnable task, Duration delay) {
			WeakRequestsTests.this.scheduled.incrementAndGet();
			return WeakRequestsTests.this.time.schedule(task, delay);
		}

		@Override
		public void execute(Runnable task) {
			throw new IllegalStateException();
		}

		@Override
		public void close() {
		}

	}, this.forgotten::add);

	@Test
	void runsOnlyWhileThereIsSomething() {
		this.time.advance(SECOND);
		assertThat(this.scheduled).hasValue(0);
		Object request = new Object();
		this.requests.put(request, "a");
		this.requests.put(this, "b");
		assertThat(this.scheduled).hasValue(1);
		this.time.advance(SECOND);
		assertThat(this.scheduled).hasValue(2);
		assertThat(this.requests.remove(request)).isEqualTo("a");
		assertThat(this.requests.remove(this)).isEqualTo("b");
		assertThat(this.requests.remove(this)).isNull();
		this.time.advance(SECOND);
		this.time.advance(SECOND);
		assertThat(this.scheduled).hasValue(2);
		this.requests.put(this, "c");
		assertThat(this.scheduled).hasValue(3);
		assertThat(this.forgotten).isEmpty();
	}

	@Test
	void findsWhatIsForgottenWithoutAnotherCall() {
		this.requests.put(new Object(), "a");
		this.requests.put(this, "b");
		Patience.await().until(() -> {
			System.gc();
			this.time.advance(SECOND);
			return this.requests.size() == 1;
		});
		assertThat(this.forgotten).containsExactly("a");
		this.requests.put(this, "c");
		assertThat(this.forgotten).containsExactly("a", "b");
	}

}
