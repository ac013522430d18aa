package dev.discovery.time;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadSchedulerTests {

	private final ThreadScheduler scheduler = new ThreadScheduler("scheduler-under-test");

	@AfterEach
	void close() {
		this.scheduler.close();
	}

	@Test
	void runsTasksOnItsOneDaemonThread() throws Exception {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		this.scheduler.execute(() -> thread.complete(Thread.currentThread()));
		assertThat(Patience.get(thread).getName()).isEqualTo("scheduler-under-test");
		assertThat(thread.get().isDaemon()).isTrue();
	}

	@Test
	void goesOnAfterATaskThatFails() throws Exception {
		CountDownLatch ran = new CountDownLatch(1);
		this.scheduler.execute(() -> {
			throw new IllegalStateException("a failing task");
		});
		this.scheduler.schedule(ran::countDown, Duration.ofMillis(1));
		Patience.await(ran);
	}

	@Test
	void callsATaskOff() throws Exception {
		CountDownLatch busy = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		CountDownLatch later = new CountDownLatch(1);
		this.scheduler.execute(() -> Patience.await(busy));
		Scheduler.Timer timer = this.scheduler.schedule(cancelled::countDown, Duration.ofMillis(1));
		this.scheduler.schedule(later::countDown, Duration.ofMillis(2));
		timer.cancel();
		busy.countDown();
		Patience.await(later);
		assertThat(cancelled.getCount()).isOne();
	}

	@Test
	void waitsForWhatIsTooFarAwayToBeCountedInNanoseconds() {
		CountDownLatch never = new CountDownLatch(1);
		Scheduler.Timer timer = this.scheduler.schedule(never::countDown, Duration.ofDays(999_999));
		CountDownLatch now = new CountDownLatch(1);
		this.scheduler.execute(now::countDown);
		Patience.await(now);
		assertThat(never.getCount()).isOne();
		timer.cancel();
	}

	@Test
	void endsItsThreadAndDropsWhatComesAfterItWasClosed() throws Exception {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		this.scheduler.execute(() -> thread.complete(Thread.currentThread()));
		Thread own = Patience.get(thread);
		this.scheduler.close();
		Patience.await().until(() -> !own.isAlive());
		assertThat(this.scheduler.schedule(() -> {
		}, Duration.ZERO)).isSameAs(Scheduler.Timer.NONE);
	}

}
