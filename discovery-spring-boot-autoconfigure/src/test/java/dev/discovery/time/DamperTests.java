package dev.discovery.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DamperTests {

	private final VirtualTime time = new VirtualTime();

	private final List<Long> runs = new ArrayList<>();

	private final Damper damper = new Damper(this.time, Duration.ofMillis(1000),
			() -> this.runs.add(this.time.nanos() / 1_000_000));

	private final long start = this.time.nanos() / 1_000_000;

	@Test
	void runsAtOnceAndThenOnceAtTheEndOfTheQuietTime() {
		this.damper.request();
		this.time.advance(Duration.ofMillis(100));
		this.damper.request();
		this.damper.request();
		assertThat(this.runs).containsExactly(this.start);
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.runs).containsExactly(this.start, this.start + 1000);
	}

	@Test
	void runsAtOnceAgainAfterAQuietTime() {
		this.damper.request();
		this.time.advance(Duration.ofMillis(1001));
		this.damper.request();
		assertThat(this.runs).containsExactly(this.start, this.start + 1001);
	}

	@Test
	void staysQuietAfterARunThatHadToWait() {
		this.damper.request();
		this.damper.request();
		this.time.advance(Duration.ofMillis(1500));
		this.damper.request();
		assertThat(this.runs).hasSize(2);
		this.time.advance(Duration.ofMillis(500));
		assertThat(this.runs).containsExactly(this.start, this.start + 1000, this.start + 2000);
	}

	@Test
	void losesNoRequestWhereManyThreadsAsk() throws InterruptedException {
		try (ThreadScheduler scheduler = new ThreadScheduler("damper-tests")) {
			AtomicInteger asked = new AtomicInteger();
			AtomicInteger seen = new AtomicInteger();
			AtomicInteger count = new AtomicInteger();
			Damper busy = new Damper(scheduler, Duration.ofMillis(1), () -> {
				count.incrementAndGet();
				seen.accumulateAndGet(asked.get(), Math::max);
			});
			CountDownLatch done = new CountDownLatch(4);
			for (int thread = 0; thread < 4; thread++) {
				new Thread(() -> {
					for (int i = 0; i < 50_000; i++) {
						asked.incrementAndGet();
						busy.request();
					}
					done.countDown();
				}).start();
			}
			done.await();
			Patience.await().untilAsserted(() -> assertThat(seen).hasValue(200_000));
			assertThat(count.get()).isBetween(2, 20_000);
		}
	}

}
