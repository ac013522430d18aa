package dev.discovery.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.test.VirtualTime;
import dev.discovery.time.Scheduler.Timer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Time passes as told, and where it flows, by itself too.
 */
class VirtualTimeTests {

	private final List<String> ran = new CopyOnWriteArrayList<>();

	@Test
	void runsWhatFallsDueInOrderEachAtItsMoment() {
		VirtualTime time = new VirtualTime();
		long start = time.nanos();
		List<Long> moments = new ArrayList<>();
		time.schedule(() -> moments.add(time.nanos() - start), Duration.ofSeconds(20));
		time.schedule(() -> {
			moments.add(time.nanos() - start);
			time.schedule(() -> moments.add(time.nanos() - start), Duration.ofSeconds(5));
		}, Duration.ofSeconds(10));
		Timer cancelled = time.schedule(() -> moments.add(-1L), Duration.ofSeconds(1));
		cancelled.cancel();
		time.advance(Duration.ofDays(1));
		assertThat(moments).containsExactly(10_000_000_000L, 15_000_000_000L, 20_000_000_000L);
		assertThat(time.nanos() - start).isEqualTo(Duration.ofDays(1).toNanos());
	}

	@Test
	void standsStillUnlessItIsMoved() {
		VirtualTime time = new VirtualTime();
		long start = time.nanos();
		time.execute(() -> this.ran.add("now"));
		assertThat(this.ran).isEmpty();
		assertThat(time.waiting()).containsExactly(Duration.ZERO);
		time.runDue();
		assertThat(this.ran).containsExactly("now");
		assertThat(time.nanos()).isEqualTo(start);
	}

	@Test
	void passesByItselfWhereItFlows() {
		VirtualTime time = VirtualTime.flowing();
		time.schedule(() -> this.ran.add(Thread.currentThread().getName()), Duration.ofMillis(20));
		Patience.await().until(() -> this.ran.size() == 1);
		assertThat(this.ran).containsExactly("virtual-time");
		time.close();
		time.execute(() -> this.ran.add("dropped"));
		time.advance(Duration.ofHours(1));
		assertThat(this.ran).hasSize(1);
	}

	@Test
	void canBeMovedWhereItFlows() {
		VirtualTime time = VirtualTime.flowing();
		long start = time.nanos();
		time.schedule(() -> this.ran.add(Thread.currentThread().getName()), Duration.ofHours(1));
		time.advance(Duration.ofHours(2));
		assertThat(this.ran).containsExactly(Thread.currentThread().getName());
		assertThat(time.nanos() - start).isGreaterThanOrEqualTo(Duration.ofHours(2).toNanos());
		time.close();
	}

	@Test
	void beginsToFlowWhenToldTo() {
		VirtualTime time = new VirtualTime();
		time.schedule(() -> this.ran.add("by itself"), Duration.ofMillis(20));
		time.flow();
		time.flow();
		Patience.await().until(() -> this.ran.size() == 1);
		time.close();
	}

	@Test
	void goesOnAfterATaskThatThrows() {
		VirtualTime time = VirtualTime.flowing();
		time.execute(() -> {
			throw new IllegalStateException("a task that fails harms only itself");
		});
		time.execute(() -> this.ran.add("next"));
		Patience.await().until(() -> this.ran.size() == 1);
		time.close();
		VirtualTime still = new VirtualTime();
		still.execute(() -> {
			throw new IllegalStateException("told to the test");
		});
		assertThatIllegalStateException().isThrownBy(still::runDue);
	}

	@Test
	void runsOneTaskAtATimeWhoeverMovesIt() throws InterruptedException {
		VirtualTime time = VirtualTime.flowing();
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger runs = new AtomicInteger();
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			threads.add(new Thread(() -> {
				for (int round = 0; round < 500; round++) {
					time.schedule(() -> {
						most.accumulateAndGet(inside.incrementAndGet(), Math::max);
						Thread.onSpinWait();
						inside.decrementAndGet();
						runs.incrementAndGet();
					}, Duration.ofMillis(round % 3));
					time.advance(Duration.ofMillis(1));
				}
			}));
		}
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		time.advance(Duration.ofSeconds(1));
		assertThat(runs).hasValue(2000);
		assertThat(most).hasValue(1);
		time.close();
	}

}
