package dev.discovery.balancing;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.discovery.balancing.limit.CircuitBreakerSettings;
import dev.discovery.balancing.limit.CircuitOpenException;
import dev.discovery.balancing.limit.CircuitState;
import dev.discovery.balancing.limit.LimitExceededException;
import dev.discovery.balancing.limit.LimitSettings;
import dev.discovery.balancing.limit.Refusal;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.fitness.OutlierSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the circuit breaker, through the calls of a service.
 */
@ExtendWith(OutputCaptureExtension.class)
class CircuitBreakerTests {

	private static final CircuitBreakerSettings ON = new CircuitBreakerSettings(true, 50, 20, Duration.ofSeconds(10),
			Duration.ofSeconds(10), 3);

	private final BalancedOrders orders = orders(ON, LimitSettings.DEFAULT);

	private static BalancedOrders orders(CircuitBreakerSettings breaker, LimitSettings limits) {
		return orders(breaker, limits, 3);
	}

	private static BalancedOrders orders(CircuitBreakerSettings breaker, LimitSettings limits, int instances) {
		return new BalancedOrders(
				BalancingSettings.of(Policies.leastRequest()).with(breaker).with(limits).with(neverEjecting()),
				instances);
	}

	/** Else nobody is left to be called before there are enough failures. */
	private static OutlierSettings neverEjecting() {
		OutlierSettings all = OutlierSettings.DEFAULT;
		return new OutlierSettings(false, all.consecutiveFailures(), all.interval(), all.successRate(),
				all.failurePercentage(), all.hung(), all.time(), all.maxEjectedPercent());
	}

	@Test
	void isOffUnlessSwitchedOn() {
		BalancedOrders off = orders(CircuitBreakerSettings.DEFAULT, LimitSettings.DEFAULT);
		end(off, 1_000, 500);
		assertThat(off.admission().circuit()).isNull();
		off.call().begin();
	}

	@Test
	void opensAtTheFailureRateOnceThereAreEnoughCalls() {
		end(10, 200);
		end(9, 500);
		assertThat(state()).isEqualTo(CircuitState.CLOSED);
		end(1, 500);
		assertThat(state()).isEqualTo(CircuitState.OPEN);
		BalancedOrders few = orders(ON, LimitSettings.DEFAULT);
		end(few, 19, 500);
		assertThat(few.admission().circuit()).isEqualTo(CircuitState.CLOSED);
		assertThat(few.admission().circuitDetail()).isEqualTo("19 of 19 calls failed within 10 s");
		end(few, 1, 200);
		assertThat(few.admission().circuit()).isEqualTo(CircuitState.OPEN);
	}

	@Test
	void staysClosedBelowTheFailureRate() {
		for (int i = 0; i < 1_000; i++) {
			end(51, 200);
			end(49, 500);
			this.orders.time.advance(Duration.ofMillis(73));
		}
		assertThat(state()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void forgetsWhatIsOlderThanTheWindow() {
		end(19, 500);
		this.orders.time.advance(Duration.ofSeconds(10));
		end(19, 500);
		assertThat(state()).isEqualTo(CircuitState.CLOSED);
		this.orders.time.advance(Duration.ofMillis(8_900));
		end(1, 500);
		assertThat(state()).isEqualTo(CircuitState.OPEN);
	}

	@Test
	void remembersWhatIsWithinTheWindow() {
		for (int i = 0; i < 20; i++) {
			assertThat(state()).isEqualTo(CircuitState.CLOSED);
			end(1, 500);
			this.orders.time.advance(Duration.ofMillis(450));
		}
		assertThat(state()).isEqualTo(CircuitState.OPEN);
	}

	@Test
	void refusesCallsAtOnceWhileItIsOpenAndSaysWhy() {
		end(8, 200);
		end(12, 500);
		this.orders.time.advance(Duration.ofMillis(3_500));
		assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(this.orders.call()::begin)
			.withMessage("No call of 'orders' is made for now: its circuit has been open for 3.5 s, since "
					+ "60 % of 20 calls failed within 10 s; it is tried again in 6.5 s "
					+ "(discovery.load-balancer.circuit-breaker.open-for)")
			.satisfies((ex) -> assertThat(ex.getRetryAfter()).isEqualTo(Duration.ofMillis(6_500)))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Refusal.CIRCUIT_OPEN));
		assertThat(this.orders.pool().refusal()).isInstanceOf(CircuitOpenException.class);
		assertThat(this.orders.inFlight()).isZero();
		assertThat(this.orders.admission().inFlight()).isZero();
		assertThat(this.orders.refused).containsExactly(Refusal.CIRCUIT_OPEN, Refusal.CIRCUIT_OPEN);
	}

	@Test
	void letsAFewThroughAfterAWhileAndClosesWhenTheySucceed(CapturedOutput output) {
		end(20, 500);
		this.orders.time.advance(Duration.ofSeconds(10).minusNanos(1));
		assertRefused();
		this.orders.time.advance(Duration.ofNanos(1));
		List<Call> trials = List.of(this.orders.call(), this.orders.call(), this.orders.call());
		trials.forEach(Call::begin);
		assertThat(state()).isEqualTo(CircuitState.HALF_OPEN);
		assertRefused();
		this.orders.time.advance(Duration.ofSeconds(1));
		trials.forEach((call) -> {
			assertThat(state()).isEqualTo(CircuitState.HALF_OPEN);
			call.answered(200, false);
		});
		assertThat(state()).isEqualTo(CircuitState.CLOSED);
		// it begins with a clean sheet
		end(19, 500);
		assertThat(state()).isEqualTo(CircuitState.CLOSED);
		assertThat(this.orders.heard).containsExactly("orders OPEN: 100 % of 20 calls failed within 10 s",
				"orders CLOSED: calls succeed again after 11 s");
		assertThat(output.getAll().split("The circuit of 'orders' opens", -1)).hasSize(2);
		assertThat(output.getAll().split("The circuit of 'orders' is closed again after 11 s", -1)).hasSize(2);
	}

	@Test
	void opensAgainWhereTrialsFailWithoutSayingSoAgain(CapturedOutput output) {
		end(20, 500);
		for (int i = 1; i <= 3; i++) {
			this.orders.time.advance(Duration.ofSeconds(10));
			end(1, 200);
			end(1, 500);
			assertThat(state()).isEqualTo(CircuitState.HALF_OPEN);
			end(1, 503);
			assertThat(state()).isEqualTo(CircuitState.OPEN);
			assertRefused();
		}
		assertThat(this.orders.heard).hasSize(1);
		assertThat(output.getAll().split("WARN", -1)).hasSize(2);
		assertThat(this.orders.admission().circuitDetail()).contains("open for 30 s", "tried again in 10 s");
	}

	@Test
	void oneOfThreeTrialsMayFailAsOneOfThreeCallsMay() {
		end(20, 500);
		this.orders.time.advance(Duration.ofSeconds(10));
		end(1, 500);
		end(2, 200);
		assertThat(state()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void makesOtherTrialsWhereTheFirstOnesNeverEnd() {
		end(20, 500);
		this.orders.time.advance(Duration.ofSeconds(10));
		List<Call> stuck = List.of(this.orders.call(), this.orders.call(), this.orders.call());
		stuck.forEach(Call::begin);
		this.orders.time.advance(Duration.ofSeconds(10).minusNanos(1));
		assertRefused();
		this.orders.time.advance(Duration.ofNanos(1));
		end(2, 200);
		// whoever comes too late decides nothing
		stuck.forEach((call) -> call.answered(500, false));
		assertThat(state()).isEqualTo(CircuitState.HALF_OPEN);
		end(1, 200);
		assertThat(state()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void closesWhereTrialsTakeLongerThanItWaitsForThem() {
		end(20, 500);
		this.orders.time.advance(Duration.ofSeconds(10));
		List<Call> slow = List.of(this.orders.call(), this.orders.call(), this.orders.call());
		slow.forEach(Call::begin);
		this.orders.time.advance(Duration.ofSeconds(10));
		this.orders.call().begin();
		this.orders.time.advance(Duration.ofSeconds(5));
		slow.forEach((call) -> {
			assertThat(state()).isEqualTo(CircuitState.HALF_OPEN);
			call.answered(200, false);
		});
		assertThat(state()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void trialsFromBeforeItOpenedAgainDecideNothing() {
		end(20, 500);
		this.orders.time.advance(Duration.ofSeconds(10));
		List<Call> slow = List.of(this.orders.call(), this.orders.call(), this.orders.call());
		slow.forEach(Call::begin);
		this.orders.time.advance(Duration.ofSeconds(10));
		end(2, 500);
		assertThat(state()).isEqualTo(CircuitState.OPEN);
		slow.get(0).answered(200, false);
		this.orders.time.advance(Duration.ofSeconds(10));
		this.orders.call().begin();
		slow.subList(1, 3).forEach((call) -> call.answered(200, false));
		assertThat(state()).isEqualTo(CircuitState.HALF_OPEN);
	}

	@Test
	void aTrialThatSaysNothingMakesRoomForAnother() {
		BalancedOrders single = orders(ON, LimitSettings.DEFAULT, 1);
		end(single, 20, 500);
		single.time.advance(Duration.ofSeconds(10));
		for (int i = 0; i < 10; i++) {
			Call call = single.call();
			call.begin();
			call.cancelled();
		}
		single.answer(0);
		for (int i = 0; i < 10; i++) {
			assertThatExceptionOfType(NoInstanceException.class).isThrownBy(single.call()::begin);
		}
		single.answer(1);
		assertThat(single.admission().circuit()).isEqualTo(CircuitState.HALF_OPEN);
		end(single, 3, 200);
		assertThat(single.admission().circuit()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void aTrialThatALimitRefusesMakesRoomForAnother() {
		BalancedOrders narrow = orders(ON, new LimitSettings(1, 0));
		end(narrow, 19, 500);
		Call last = narrow.call();
		last.begin();
		last.answered(500, false);
		narrow.time.advance(Duration.ofSeconds(10));
		Call trial = narrow.call();
		trial.begin();
		for (int i = 0; i < 5; i++) {
			assertThatExceptionOfType(LimitExceededException.class).isThrownBy(narrow.call()::begin);
		}
		trial.answered(200, false);
		end(narrow, 2, 200);
		assertThat(narrow.admission().circuit()).isEqualTo(CircuitState.CLOSED);
	}

	@Test
	void aCallFromBeforeItOpenedDecidesNothing() {
		List<Call> early = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			Call call = this.orders.call();
			call.begin();
			early.add(call);
		}
		end(20, 500);
		this.orders.time.advance(Duration.ofSeconds(10));
		Call trial = this.orders.call();
		trial.begin();
		early.forEach((call) -> call.answered(200, false));
		assertThat(state()).isEqualTo(CircuitState.HALF_OPEN);
		trial.answered(200, false);
		assertThat(state()).isEqualTo(CircuitState.HALF_OPEN);
	}

	@Test
	void countsACallOnceHoweverManyAttemptsItHas() {
		for (int i = 0; i < 19; i++) {
			Call call = this.orders.call();
			do {
				call.begin();
			}
			while (call.answered(503, false) != Call.GIVE_UP);
		}
		assertThat(this.orders.admission().circuitDetail()).startsWith("19 of 19 calls failed");
		Call saved = this.orders.call();
		saved.begin();
		assertThat(saved.failed(new ConnectException(), false)).isZero();
		saved.begin();
		saved.answered(200, false);
		// the twentieth call is no failure, but makes them enough
		assertThat(this.orders.heard).containsExactly("orders OPEN: 95 % of 20 calls failed within 10 s");
	}

	@Test
	void takesForAFailureWhatTheServiceIsToBlameFor() {
		fail(new ConnectException());
		fail(new SocketTimeoutException("read"));
		end(1, 500);
		assertThat(this.orders.admission().circuitDetail()).startsWith("3 of 3");
		fail(new IllegalArgumentException("the caller's own"));
		fail(new PoolAcquirePendingLimitException(1));
		Call cancelled = this.orders.call();
		cancelled.begin();
		cancelled.cancelled();
		assertThat(this.orders.admission().circuitDetail()).startsWith("3 of 3");
		end(1, 404);
		end(1, 429);
		assertThat(this.orders.admission().circuitDetail()).startsWith("3 of 5");
	}

	@Test
	void refusalsDoNotCountAsFailures() {
		BalancedOrders narrow = orders(ON, new LimitSettings(1, 0));
		Call only = narrow.call();
		only.begin();
		for (int i = 0; i < 100; i++) {
			assertThatExceptionOfType(LimitExceededException.class).isThrownBy(narrow.call()::begin);
		}
		only.answered(200, false);
		assertThat(narrow.admission().circuitDetail()).startsWith("0 of 1 ");
	}

	@Test
	void callsThatOthersMakeCountTooThoughTheyCannotBeRefusedAnyMore() {
		for (int i = 0; i < 20; i++) {
			assertThat(this.orders.pool().refusal()).isNull();
			foreign(500);
		}
		assertThat(state()).isEqualTo(CircuitState.OPEN);
		foreign(200);
		assertThat(state()).isEqualTo(CircuitState.OPEN);
		this.orders.time.advance(Duration.ofSeconds(10));
		for (int i = 0; i < 3; i++) {
			assertThat(this.orders.pool().refusal()).isNull();
			foreign(200);
		}
		assertThat(state()).isEqualTo(CircuitState.CLOSED);
		assertThat(this.orders.admission().inFlight()).isZero();
	}

	@Test
	void letsExactlyTheTrialsThroughHoweverManyThreadsComeAtOnce() throws Exception {
		int threads = 8;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		CyclicBarrier barrier = new CyclicBarrier(threads);
		AtomicInteger begun = new AtomicInteger();
		List<Future<?>> running = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			int thread = i;
			running.add(executor.submit(() -> {
				for (int round = 0; round < 200; round++) {
					if (thread == 0) {
						end(20, 500);
						this.orders.time.advance(Duration.ofSeconds(10));
						begun.set(0);
					}
					barrier.await(10, TimeUnit.SECONDS);
					Call call = this.orders.call();
					boolean mine = begins(call);
					if (mine) {
						begun.getAndIncrement();
					}
					barrier.await(10, TimeUnit.SECONDS);
					assertThat(begun.get()).isEqualTo(3);
					if (mine) {
						call.answered(200, false);
					}
					barrier.await(10, TimeUnit.SECONDS);
					assertThat(state()).isEqualTo(CircuitState.CLOSED);
					barrier.await(10, TimeUnit.SECONDS);
				}
				return null;
			}));
		}
		for (Future<?> each : running) {
			each.get(60, TimeUnit.SECONDS);
		}
		executor.shutdown();
		assertThat(this.orders.heard).hasSize(400);
		assertThat(this.orders.admission().inFlight()).isZero();
	}

	private static boolean begins(Call call) {
		try {
			call.begin();
			return true;
		}
		catch (CircuitOpenException ex) {
			return false;
		}
	}

	private void foreign(int status) {
		Call call = this.orders.callOnce();
		call.begin(this.orders.pool().candidates().get(0));
		call.answered(status, true);
	}

	private void fail(Exception failure) {
		Call call = this.orders.callOnce();
		call.begin();
		call.failed(failure, true);
	}

	private void end(int count, int status) {
		end(this.orders, count, status);
	}

	private static void end(BalancedOrders orders, int count, int status) {
		for (int i = 0; i < count; i++) {
			Call call = orders.callOnce();
			call.begin();
			call.answered(status, true);
		}
	}

	private CircuitState state() {
		return this.orders.admission().circuit();
	}

	private void assertRefused() {
		assertThatExceptionOfType(CircuitOpenException.class).isThrownBy(this.orders.call()::begin);
	}

}
