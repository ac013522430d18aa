package dev.discovery.fitness.probe;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.discovery.model.Instance;
import dev.discovery.testkit.Patience;
import dev.discovery.time.Randomness;
import dev.discovery.time.ThreadScheduler;
import dev.discovery.time.Ticker;
import dev.discovery.time.WorkerPool;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A prober that many threads use at once.
 */
class ProberThreadsTests {

	private static final int PARALLELISM = 3;

	private final AtomicInteger asking = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	@Test
	void keepsItsBoundAndAnswersEveryCheck() {
		Queue<CompletableFuture<Boolean>> checks = new ConcurrentLinkedQueue<>();
		List<Instance> all = ProberFixture.instances(20);
		try (ThreadScheduler scheduler = new ThreadScheduler("prober-threads");
				WorkerPool answers = new WorkerPool("prober-threads-answer", 4);
				WorkerPool callers = new WorkerPool("prober-threads-call", 4);
				ActiveProber prober = prober(scheduler, answers)) {
			List<CompletableFuture<Void>> done = IntStream.range(0, 4)
				.mapToObj((caller) -> CompletableFuture.runAsync(() -> {
					Randomness random = Randomness.seeded(caller);
					for (int i = 0; i < 3_000; i++) {
						Instance instance = all.get(random.below(20));
						switch (random.below(4)) {
							case 0 -> prober.follow("orders", all.subList(random.below(20), 20));
							case 1 -> prober.forget("orders");
							default -> checks.add(prober.check("orders", instance).toCompletableFuture());
						}
					}
				}, callers))
				.toList();
			done.forEach(CompletableFuture::join);
			Patience.await().until(() -> checks.stream().allMatch(CompletableFuture::isDone));
			prober.follow("orders", all);
			assertThat(all).allMatch((instance) -> prober.check("orders", instance).toCompletableFuture().join());
		}
		assertThat(checks).hasSizeGreaterThan(2_000);
		assertThat(this.most.get()).isBetween(1, PARALLELISM);
	}

	private ActiveProber prober(ThreadScheduler scheduler, WorkerPool answers) {
		ProbePlan plan = new ProbePlan((instance) -> {
			this.most.accumulateAndGet(this.asking.incrementAndGet(), Math::max);
			return CompletableFuture.supplyAsync(() -> {
				this.asking.decrementAndGet();
				return null;
			}, answers);
		}, Duration.ofSeconds(1), 2, 1);
		return new ActiveProber(new ProbeRuntime(Ticker.system(), scheduler, Randomness.threadLocal()), PARALLELISM,
				(serviceId) -> plan, () -> {
				});
	}

}
