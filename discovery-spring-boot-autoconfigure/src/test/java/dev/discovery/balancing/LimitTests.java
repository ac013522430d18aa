package dev.discovery.balancing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.discovery.balancing.limit.LimitExceededException;
import dev.discovery.balancing.limit.LimitSettings;
import dev.discovery.balancing.limit.Refusal;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Picker;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.Rotation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the limits of a service and of its instances.
 */
@ExtendWith(OutputCaptureExtension.class)
class LimitTests {

	private static BalancedOrders orders(int perService, int perInstance, int instances) {
		return orders(Policies.leastRequest(), perService, perInstance, instances);
	}

	private static BalancedOrders orders(Policy policy, int perService, int perInstance, int instances) {
		return new BalancedOrders(BalancingSettings.of(policy).with(new LimitSettings(perService, perInstance)),
				instances);
	}

	@Test
	void refusesTheCallThatIsOneTooManyAndSaysWhichLimitItIs() {
		BalancedOrders orders = orders(2, 0, 3);
		Call first = orders.call();
		first.begin();
		Call second = orders.call();
		second.begin();
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(orders.call()::begin)
			.withMessage("'orders' has as many calls under way as it may have: 2 "
					+ "(discovery.load-balancer.limits.max-concurrent-per-service); this one was not made")
			.satisfies((ex) -> assertThat(ex.getServiceId()).isEqualTo("orders"))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Refusal.SERVICE_LIMIT))
			.satisfies((ex) -> assertThat(ex.getLimit()).isEqualTo(2));
		assertThat(orders.inFlight()).isEqualTo(2);
		first.answered(200, false);
		Call third = orders.call();
		third.begin();
		assertThat(orders.admission().inFlight()).isEqualTo(2);
		second.cancelled();
		third.cancelled();
		assertThat(orders.admission().inFlight()).isZero();
	}

	@Test
	void hasNoLimitWhereItIsZero() {
		BalancedOrders orders = orders(0, 0, 1);
		for (int i = 1; i <= 2_000; i++) {
			orders.call().begin();
			assertThat(orders.admission().inFlight()).isEqualTo(i);
		}
	}

	@ParameterizedTest
	@MethodSource("endings")
	void givesThePlaceBackOnceHoweverACallEnds(Consumer<Call> ending) {
		BalancedOrders orders = orders(1, 1, 2);
		for (int i = 0; i < 3; i++) {
			Call call = orders.call();
			call.begin();
			ending.accept(call);
			call.cancelled();
			call.done();
			assertThat(orders.admission().inFlight()).isZero();
			assertThat(orders.inFlight()).isZero();
		}
		assertThat(orders.refused).isEmpty();
	}

	static List<Consumer<Call>> endings() {
		return List.of((call) -> call.answered(200, false), (call) -> call.answered(404, false),
				(call) -> call.answered(500, false), (call) -> call.failed(new SocketTimeoutException(), true),
				(call) -> call.failed(new IllegalArgumentException(), false), Call::cancelled, (call) -> {
					call.answered(503, false);
					call.cancelled();
				}, (call) -> {
					call.failed(new ConnectException(), false);
					call.done();
				}, (call) -> {
					call.failed(new ConnectException(), false);
					call.begin();
					call.answered(200, false);
				}, (call) -> {
					call.answered(503, false);
					call.begin();
					call.failed(new ConnectException(), false);
					call.begin();
					call.answered(503, false);
				});
	}

	@Test
	void givesThePlaceBackWhereNobodyCanBeCalled() {
		BalancedOrders orders = orders(1, 1, 0);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(NoInstanceException.class).isThrownBy(orders.call()::begin);
		}
		assertThat(orders.admission().inFlight()).isZero();
	}

	@Test
	void givesThePlaceBackWhereAPolicyFails() {
		Policy broken = new Policy() {

			@Override
			public String name() {
				return "broken";
			}

			@Override
			public Picker over(Candidate[] candidates, Rotation rotation) {
				return (context) -> {
					throw new IllegalStateException("scripted");
				};
			}

		};
		BalancedOrders orders = orders(broken, 1, 0, 2);
		for (int i = 0; i < 3; i++) {
			assertThatIllegalStateException().isThrownBy(orders.call()::begin).withMessage("scripted");
		}
		assertThat(orders.admission().inFlight()).isZero();
	}

	@Test
	void holdsOnePlaceThroughAllAttemptsAndThePausesBetweenThem() {
		BalancedOrders orders = orders(1, 0, 3);
		Call call = orders.call();
		for (int attempt = 1; attempt <= 3; attempt++) {
			call.begin();
			assertThat(orders.admission().inFlight()).isOne();
			assertThat(orders.inFlight()).isOne();
			boolean last = call.failed(new ConnectException(), false) == Call.GIVE_UP;
			assertThat(last).isEqualTo(attempt == 3);
			assertThat(orders.inFlight()).isZero();
			assertThat(orders.admission().inFlight()).isEqualTo(last ? 0 : 1);
			if (!last) {
				// the pause is no gap that another call could slip through
				assertThatExceptionOfType(LimitExceededException.class).isThrownBy(orders.call()::begin);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("policies")
	void goesToTheNextInstanceWhereOneIsFull(Policy policy) {
		BalancedOrders orders = orders(policy, 0, 2, 3);
		List<Candidate> begun = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			begun.add(orders.call().begin());
		}
		assertThat(orders.pool().candidates())
			.allSatisfy((candidate) -> assertThat(candidate.stats().inFlight()).isEqualTo(2));
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(orders.call()::begin)
			.withMessage("Every instance of 'orders' has as many calls under way as it may have: 2 "
					+ "(discovery.load-balancer.limits.max-concurrent-per-instance); this one was not made")
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Refusal.INSTANCE_LIMIT));
		assertThat(orders.admission().inFlight()).isEqualTo(6);
		assertThat(begun).hasSize(6);
	}

	static Iterable<Policy> policies() {
		return Policies.all();
	}

	@Test
	void goesToThoseThatArePickedLastOnlyWhereTheOthersAreFull() {
		BalancedOrders orders = orders(Policies.roundRobin(), 0, 1, 3);
		Candidate ejected = orders.pool().candidates().get(1);
		for (int i = 0; i < 3; i++) {
			Call failing = orders.callOnce();
			failing.begin(ejected);
			failing.failed(new ConnectException(), true);
		}
		assertThat(orders.pool().candidates()).hasSize(2).doesNotContain(ejected);
		assertThat(List.of(orders.call().begin(), orders.call().begin())).doesNotContain(ejected);
		assertThat(orders.call().begin()).isSameAs(ejected);
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(orders.call()::begin);
	}

	@Test
	void tellsAFullInstanceFromOneThatFailed() {
		BalancedOrders orders = orders(0, 1, 2);
		Call busy = orders.call();
		Candidate full = busy.begin();
		Call call = orders.call();
		Candidate tried = call.begin();
		assertThat(tried).isNotSameAs(full);
		// the other one is full, so the call stays, after a pause
		assertThat(call.failed(new ConnectException(), false)).isPositive();
		assertThat(call.begin()).isSameAs(tried);
		call.answered(200, false);
		Call slow = orders.call();
		slow.begin();
		// whoever is slow needs no second copy, and the other one has no place
		assertThat(slow.failed(new SocketTimeoutException("read"), false)).isEqualTo(Call.GIVE_UP);
		assertThat(full.stats().failures()).isZero();
		busy.cancelled();
	}

	@Test
	void refusesARetryWhosePlaceIsGoneWhenItsPauseIsOver() {
		BalancedOrders orders = orders(0, 1, 1);
		Call call = orders.call();
		call.begin();
		assertThat(call.failed(new ConnectException(), false)).isPositive();
		Call other = orders.call();
		other.begin();
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(call::begin);
		assertThat(orders.admission().inFlight()).isOne();
		other.answered(200, false);
		assertThat(orders.admission().inFlight()).isZero();
	}

	@Test
	void countsACallThatItCannotRefuseAnyMore() {
		BalancedOrders orders = orders(1, 1, 1);
		Candidate only = orders.pool().candidates().get(0);
		Call first = orders.callOnce();
		first.begin(only);
		Call second = orders.callOnce();
		second.begin(only);
		assertThat(orders.admission().inFlight()).isEqualTo(2);
		assertThat(orders.pool().refusal()).isInstanceOf(LimitExceededException.class);
		assertThat(orders.pool().pickFree(PickContext.NONE)).isNull();
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(orders.call()::begin);
		first.answered(200, true);
		second.failed(new IOException(), true);
		assertThat(orders.admission().inFlight()).isZero();
		assertThat(orders.pool().refusal()).isNull();
	}

	@Test
	void givesThePlaceBackWhereItWasTakenThoughInstancesChange() {
		BalancedOrders orders = orders(1, 0, 1);
		Call call = orders.call();
		call.begin();
		orders.answer(2);
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(orders.call()::begin);
		assertThat(call.failed(new ConnectException(), false)).isZero();
		call.begin();
		call.answered(200, false);
		assertThat(orders.admission().inFlight()).isZero();
	}

	@Test
	void saysOnceThatALimitIsReachedAndOnceThatItIsOver(CapturedOutput output) {
		BalancedOrders orders = orders(1, 0, 1);
		Call call = orders.call();
		call.begin();
		for (int i = 0; i < 5; i++) {
			assertThatExceptionOfType(LimitExceededException.class).isThrownBy(orders.call()::begin);
			orders.time.advance(Duration.ofSeconds(9));
		}
		call.cancelled();
		assertThat(orders.refused).hasSize(5).containsOnly(Refusal.SERVICE_LIMIT);
		assertThat(orders.heard).containsExactly("orders limited: 'orders' has as many calls under way as it may have: "
				+ "1 (discovery.load-balancer.limits.max-concurrent-per-service)");
		assertThat(output.getAll().split("Further ones are refused", -1)).hasSize(2);
		assertThat(output).doesNotContain("has exceeded a limit");
		orders.time.advance(Duration.ofSeconds(20));
		assertThat(output.getAll().split("No call of 'orders' has exceeded a limit for 10 s", -1)).hasSize(2);
		Call next = orders.call();
		next.begin();
		assertThatExceptionOfType(LimitExceededException.class).isThrownBy(orders.call()::begin);
		assertThat(orders.heard).hasSize(2);
		next.cancelled();
	}

}
