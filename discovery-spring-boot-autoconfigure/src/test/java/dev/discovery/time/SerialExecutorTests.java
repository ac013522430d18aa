package dev.discovery.time;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SerialExecutorTests {

	private final SerialExecutor serial = new SerialExecutor();

	private final List<Integer> order = new ArrayList<>();

	@Test
	void runsATaskOnTheCallersThreadWhenIdle() {
		Thread[] ran = new Thread[1];
		this.serial.execute(() -> ran[0] = Thread.currentThread());
		assertThat(ran[0]).isSameAs(Thread.currentThread());
	}

	@Test
	void runsWhatARunningTaskHandsInAfterIt() {
		this.serial.execute(() -> {
			this.serial.execute(() -> this.order.add(2));
			this.order.add(1);
		});
		assertThat(this.order).containsExactly(1, 2);
	}

	@Test
	void goesOnAfterATaskThatFails() {
		this.serial.execute(() -> {
			throw new IllegalStateException("a failing task");
		});
		this.serial.execute(() -> this.order.add(1));
		assertThat(this.order).containsExactly(1);
	}

	@Test
	void runsOneTaskAtATimeAndEachThreadsTasksInOrder() throws Exception {
		int threads = 4;
		int each = 5_000;
		List<int[]> ran = new ArrayList<>();
		CountDownLatch done = new CountDownLatch(threads);
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		for (int thread = 0; thread < threads; thread++) {
			int id = thread;
			executor.execute(() -> {
				IntStream.range(0, each).forEach((i) -> this.serial.execute(() -> ran.add(new int[] { id, i })));
				done.countDown();
			});
		}
		Patience.await(done);
		executor.shutdown();
		assertThat(executor.awaitTermination(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(ran).hasSize(threads * each);
		for (int thread = 0; thread < threads; thread++) {
			int id = thread;
			assertThat(ran.stream().filter((task) -> task[0] == id).map((task) -> task[1]))
				.isEqualTo(IntStream.range(0, each).boxed().toList());
		}
	}

}
