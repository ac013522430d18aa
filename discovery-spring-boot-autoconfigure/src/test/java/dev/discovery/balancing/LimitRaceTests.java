package dev.discovery.balancing;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.balancing.limit.LimitExceededException;
import dev.discovery.balancing.limit.LimitSettings;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.Policies;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads at the last place: exactly as many calls begin as may, and every place is
 * given back.
 */
class LimitRaceTests {

	private static final int THREADS = 8;

	private static final int ROUNDS = 1_000;

	private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

	private final CyclicBarrier barrier = new CyclicBarrier(THREADS);

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void exactlyAsManyCallsOfAServiceBeginAsMay() throws Exception {
		BalancedOrders orders = orders(5, 0);
		AtomicInteger begun = new AtomicInteger();
		race((thread, round) -> {
			Call call = orders.call();
			boolean mine = begins(call);
			if (mine) {
				begun.getAndIncrement();
			}
			await();
			assertThat(begun.get()).isEqualTo(5);
			assertThat(orders.admission().inFlight()).isEqualTo(5);
			await();
			begun.set(0);
			end(call, mine, thread + round);
			await();
			assertThat(orders.admission().inFlight()).isZero();
			await();
		});
		assertThat(orders.inFlight()).isZero();
	}

	@Test
	void exactlyAsManyCallsOfEachInstanceBeginAsMay() throws Exception {
		BalancedOrders orders = orders(0, 2);
		AtomicInteger begun = new AtomicInteger();
		race((thread, round) -> {
			Call call = orders.call();
			boolean mine = begins(call);
			if (mine) {
				begun.getAndIncrement();
			}
			await();
			assertThat(begun.get()).isEqualTo(6);
			assertThat(orders.pool().candidates())
				.allSatisfy((candidate) -> assertThat(candidate.stats().inFlight()).isEqualTo(2));
			await();
			begun.set(0);
			if (mine) {
				// no failures: an instance that is ejected is none to race for
				call.answered(200, false);
			}
			await();
			assertThat(orders.admission().inFlight()).isZero();
			await();
		});
		assertThat(orders.inFlight()).isZero();
	}

	@Test
	void neverMoreThanMayAreInFlightWhileThreadsComeAndGo() throws Exception {
		BalancedOrders orders = orders(5, 2);
		AtomicInteger all = new AtomicInteger();
		Map<Object, AtomicInteger> each = new ConcurrentHashMap<>();
		race((thread, round) -> {
			for (int i = 0; i < 50; i++) {
				Call call = orders.call();
				try {
					Candidate candidate = call.begin();
					AtomicInteger there = each.computeIfAbsent(candidate.instance(), (key) -> new AtomicInteger());
					assertThat(all.incrementAndGet()).isLessThanOrEqualTo(5);
					assertThat(there.incrementAndGet()).isLessThanOrEqualTo(2);
					Thread.onSpinWait();
					there.getAndDecrement();
					all.getAndDecrement();
					call.answered(200, false);
				}
				catch (LimitExceededException ex) {
					// as it should be
				}
			}
		});
		assertThat(orders.admission().inFlight()).isZero();
		assertThat(orders.inFlight()).isZero();
	}

	@Test
	void aCallThatIsGivenUpOnAnotherThreadGivesItsPlaceBackOnce() throws Exception {
		BalancedOrders orders = orders(100, 0);
		Call[] shared = new Call[1];
		race((thread, round) -> {
			if (thread == 0) {
				shared[0] = orders.call();
				shared[0].begin();
				shared[0].failed(new ConnectException(), false);
			}
			await();
			// between two attempts: its own thread and all others at once
			shared[0].done();
			await();
			assertThat(orders.admission().inFlight()).isZero();
			await();
		});
	}

	private static BalancedOrders orders(int perService, int perInstance) {
		return new BalancedOrders(
				BalancingSettings.of(Policies.leastRequest()).with(new LimitSettings(perService, perInstance)), 3);
	}

	private static boolean begins(Call call) {
		try {
			call.begin();
			return true;
		}
		catch (LimitExceededException ex) {
			return false;
		}
	}

	private static void end(Call call, boolean begun, int how) {
		if (begun) {
			switch (how % 3) {
				case 0 -> call.answered(200, false);
				case 1 -> call.failed(new IllegalArgumentException(), false);
				default -> call.cancelled();
			}
		}
	}

	private void await() throws Exception {
		this.barrier.await(10, TimeUnit.SECONDS);
	}

	private void race(Round round) throws Exception {
		List<Future<?>> running = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			int thread = i;
			running.add(this.threads.submit(() -> {
				try {
					for (int n = 0; n < ROUNDS; n++) {
						round.run(thread, n);
					}
				}
				catch (Throwable ex) {
					this.barrier.reset();
					throw ex;
				}
				return null;
			}));
		}
		for (Future<?> each : running) {
			each.get(60, TimeUnit.SECONDS);
		}
	}

	/**
	 * What each thread does, again and again.
	 */
	private interface Round {

		void run(int thread, int round) throws Exception;

	}

}
