package dev.discovery.balancing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Picker;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.balancing.policy.Rotation;
import dev.discovery.balancing.retry.RetrySettings;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.fitness.Outcome;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import io.netty.handler.timeout.ReadTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(OutputCaptureExtension.class)
class CallTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final List<Outcome> retries = new ArrayList<>();

	private final List<String> exhausted = new ArrayList<>();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	private final Balancer balancer = new Balancer(this.directory,
			(serviceId) -> BalancingSettings.of(Policies.leastRequest()),
			new BalancingRuntime(this.time, this.time, Randomness.seeded(1), new BalancingObserver() {

				@Override
				public void retried(String serviceId, Outcome why) {
					CallTests.this.retries.add(why);
				}

				@Override
				public void exhausted(String serviceId) {
					CallTests.this.exhausted.add(serviceId);
				}

			}));

	@AfterEach
	void nothingIsLeftInFlight() {
		assertThat(this.balancer.explain("orders").instances()).allSatisfy((report) -> {
			if (report.stats() != null) {
				assertThat(report.stats().inFlight()).isZero();
			}
		});
	}

	@Test
	void repeatsAfterATimeoutOfNettys() {
		Call call = call(2, true);
		call.begin();
		assertThat(call.failed(ReadTimeoutException.INSTANCE, false)).isZero();
		call.begin();
		call.answered(200, false);
	}

	@Test
	void doesNotRepeatARequestThatIsSpent() {
		Call call = call(2, true);
		call.begin();
		assertThat(call.failed(new ConnectException("refused"), true)).isEqualTo(Call.GIVE_UP);
	}

	@Test
	void countsACallInFlightUntilItEnds() {
		Call call = call(2, true);
		Candidate candidate = call.begin();
		assertThat(candidate.stats().inFlight()).isOne();
		this.time.advance(Duration.ofMillis(7));
		call.answered(200, false);
		assertThat(candidate.stats().inFlight()).isZero();
		assertThat(candidate.stats().successes()).isOne();
		assertThat(candidate.stats().usualNanos()).isEqualTo(7_000_000);
	}

	@Test
	void picksInTurnWhereThePolicyFails() {
		Policy broken = new Policy() {

			@Override
			public String name() {
				return "broken";
			}

			@Override
			public Picker over(Candidate[] candidates, Rotation rotation) {
				throw new IllegalStateException("scripted");
			}

		};
		Balancer failing = new Balancer(this.directory, (serviceId) -> BalancingSettings.of(broken),
				new BalancingRuntime(this.time, this.time, Randomness.seeded(1), BalancingObserver.NONE));
		call(2, true);
		assertThat(failing.pool("orders").pick(PickContext.NONE)).isNotNull();
		this.backend.answer("orders", ScriptedBackend.instance("orders", 7));
		assertThat(failing.pool("orders").candidates()).hasSize(1);
	}

	@Test
	void blamesAnInstanceForAServerError() {
		Call call = call(1, true);
		Candidate candidate = call.begin();
		call.answered(500, false);
		assertThat(candidate.stats().failures()).isOne();
		assertThat(candidate.stats().consecutiveFailures()).isOne();
	}

	@Test
	void goesToAnotherInstanceWhenNothingWasSentWhateverTheMethod() {
		for (IOException failure : List.of(new ConnectException("refused"), new UnknownHostException("h"),
				new HttpConnectTimeoutException("slow"), new SocketTimeoutException("Connect timed out"),
				new SocketTimeoutException("Connect Timeout"),
				new IOException("wrapped", new ConnectException("refused")))) {
			Call call = call(2, false);
			Candidate first = call.begin();
			assertThat(call.failed(failure, false)).as(failure.toString()).isZero();
			Candidate second = call.begin();
			assertThat(second.instance()).isNotEqualTo(first.instance());
			call.answered(200, false);
		}
		assertThat(this.retries).hasSize(6).containsOnly(Outcome.NEVER_SENT);
	}

	@Test
	void repeatsABrokenOffRequestOnlyIfItMayBeSentTwice() {
		Call repeatable = call(2, true);
		repeatable.begin();
		assertThat(repeatable.failed(new SocketTimeoutException("read"), false)).isZero();
		repeatable.begin();
		repeatable.answered(200, false);
		Call once = call(2, false);
		once.begin();
		assertThat(once.failed(new SocketTimeoutException("read"), false)).isEqualTo(Call.GIVE_UP);
	}

	@Test
	void neverRepeatsWhatSaysNothingAboutTheInstance() {
		Call call = call(2, true);
		Candidate candidate = call.begin();
		assertThat(call.failed(new IllegalArgumentException("the caller's own fault"), false)).isEqualTo(Call.GIVE_UP);
		assertThat(candidate.stats().failures()).isZero();
	}

	@Test
	void doesNotTryAnInterruptedCallAgain() {
		Call call = call(2, true);
		call.begin();
		Thread.currentThread().interrupt();
		try {
			assertThat(call.failed(new IOException("interrupted"), false)).isEqualTo(Call.GIVE_UP);
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void triesThreeInstancesAndNoMore() {
		Call call = call(4, true);
		Set<Instance> tried = new HashSet<>();
		tried.add(call.begin().instance());
		assertThat(call.failed(new ConnectException(), false)).isZero();
		tried.add(call.begin().instance());
		assertThat(call.failed(new ConnectException(), false)).isPositive().isLessThan(Duration.ofMillis(25).toNanos());
		tried.add(call.begin().instance());
		assertThat(call.failed(new ConnectException(), false)).isEqualTo(Call.GIVE_UP);
		assertThat(tried).hasSize(3);
	}

	@Test
	void triesTheOnlyInstanceAgainAfterAPause() {
		Call call = call(1, false);
		call.begin();
		assertThat(call.failed(new ConnectException(), false)).isPositive().isLessThan(Duration.ofMillis(25).toNanos());
		call.begin();
		assertThat(call.failed(new ConnectException(), false)).isPositive().isLessThan(Duration.ofMillis(50).toNanos());
		call.begin();
		assertThat(call.failed(new ConnectException(), false)).isEqualTo(Call.GIVE_UP);
		assertThat(this.retries).hasSize(2);
	}

	@Test
	void goesBackToTheFirstOfTwoRatherThanStayAtTheLast() {
		Call call = call(2, true);
		Candidate first = call.begin();
		call.failed(new ConnectException(), false);
		Candidate second = call.begin();
		call.failed(new ConnectException(), false);
		assertThat(call.begin()).isSameAs(first).isNotSameAs(second);
		call.cancelled();
	}

	@Test
	void repeatsATimeoutOnlyElsewhere() {
		Call call = call(2, true);
		call.begin();
		assertThat(call.failed(new SocketTimeoutException("read"), false)).isZero();
		call.begin();
		assertThat(call.failed(new SocketTimeoutException("read"), false)).isEqualTo(Call.GIVE_UP);
	}

	@Test
	void repeatsAnIdempotentRequestWhoseInstanceSaysThatItCant() {
		for (int status : List.of(502, 503, 504)) {
			Call call = call(2, true);
			Candidate first = call.begin();
			assertThat(call.answered(status, false)).as("" + status).isZero();
			assertThat(call.begin().instance()).isNotEqualTo(first.instance());
			assertThat(call.answered(200, false)).isEqualTo(Call.GIVE_UP);
		}
		for (int status : List.of(200, 404, 429, 500, 501)) {
			Call call = call(2, true);
			call.begin();
			assertThat(call.answered(status, false)).as("" + status).isEqualTo(Call.GIVE_UP);
		}
		Call post = call(2, false);
		post.begin();
		assertThat(post.answered(503, false)).isEqualTo(Call.GIVE_UP);
		Call spent = call(2, true);
		spent.begin();
		assertThat(spent.answered(503, true)).isEqualTo(Call.GIVE_UP);
	}

	@Test
	void neverPausesLongerThanTheCap() {
		RetrySettings many = new RetrySettings(true, 40, Duration.ofMillis(25), Duration.ofMillis(250), Set.of(503), 1,
				100, Duration.ofSeconds(10));
		Balancer patient = balancer(many);
		answer(1);
		Call call = patient.call(patient.pool("orders"), RequestView.NONE, true);
		call.begin();
		for (int i = 1; i < 40; i++) {
			long longest = Duration.ofMillis(Math.min(250, 25L << Math.min(i - 1, 10))).toNanos();
			assertThat(call.answered(503, false)).isBetween(0L, longest);
			call.begin();
		}
		assertThat(call.answered(503, false)).isEqualTo(Call.GIVE_UP);
	}

	@Test
	void makesOneAttemptWhereRetriesAreSwitchedOff() {
		RetrySettings none = new RetrySettings(false, 3, Duration.ofMillis(25), Duration.ofMillis(250), Set.of(503),
				0.2, 10, Duration.ofSeconds(10));
		Balancer strict = balancer(none);
		answer(2);
		Call call = strict.call(strict.pool("orders"), RequestView.NONE, true);
		call.begin();
		assertThat(call.failed(new ConnectException(), false)).isEqualTo(Call.GIVE_UP);
	}

	@Test
	void doesNotBlameAnInstanceForTheClientsOwnShortage() {
		Call call = call(2, false);
		Candidate candidate = call.begin();
		assertThat(call.failed(new PoolAcquirePendingLimitException(1), false)).isZero();
		assertThat(candidate.stats().failures()).isZero();
	}

	@Test
	void givesUpWhenTheBudgetIsSpentAndSaysSoOnce(CapturedOutput output) {
		answer(3);
		int attempts = failCalls(1_000);
		// 100 in reserve, and one for five requests
		assertThat(attempts).isEqualTo(1_000 + 100 + 200);
		assertThat(this.retries).hasSize(300);
		assertThat(this.exhausted).containsExactly("orders");
		assertThat(output.getAll().split("retry budget is spent", -1)).hasSize(2);
		for (int i = 0; i < 9; i++) {
			this.time.advance(Duration.ofSeconds(1));
			failCalls(1);
		}
		assertThat(output).doesNotContain("suffices again");
		this.time.advance(Duration.ofSeconds(30));
		assertThat(output.getAll().split("The retry budget of 'orders' suffices again", -1)).hasSize(2);
		failCalls(1_000);
		assertThat(this.exhausted).containsExactly("orders", "orders");
	}

	@Test
	void keepsAttemptsWithinTheBudgetWhileEveryInstanceAnswers503() {
		answer(3);
		int requests = 0;
		int attempts = 0;
		int seconds = 20;
		for (int i = 0; i < seconds * 500; i++) {
			attempts += failCalls(1);
			requests++;
			this.time.advance(Duration.ofMillis(2));
		}
		assertThat(attempts).isGreaterThan(requests).isLessThanOrEqualTo(requests * 12 / 10 + 10 * seconds + 100);
	}

	@Test
	void staysWithinTheBudgetWhateverHappens() {
		for (int seed = 0; seed < 300; seed++) {
			Random random = new Random(seed);
			Balancer own = balancer(RetrySettings.DEFAULT, seed);
			answer(1 + random.nextInt(4));
			long begun = this.time.nanos();
			int requests = 0;
			int attempts = 0;
			for (int i = 0; i < 300; i++) {
				Call call = own.call(own.pool("orders"), RequestView.NONE, random.nextBoolean());
				requests++;
				int mine = 0;
				long pause = 0;
				while (pause != Call.GIVE_UP) {
					this.time.advance(Duration.ofNanos(pause));
					call.begin();
					attempts++;
					mine++;
					pause = switch (random.nextInt(4)) {
						case 0 -> call.answered(200, false);
						case 1 -> call.answered(503, false);
						case 2 -> call.failed(new ConnectException(), false);
						default -> call.failed(new IOException(), random.nextBoolean());
					};
				}
				assertThat(mine).isLessThanOrEqualTo(3);
				this.time.advance(Duration.ofMillis(random.nextInt(20)));
			}
			double seconds = (this.time.nanos() - begun) / 1e9;
			assertThat((double) attempts).as("seed " + seed).isLessThanOrEqualTo(requests * 1.2 + 10 * seconds + 100);
		}
	}

	/** Calls that are answered with 503 as often as they are repeated. */
	private int failCalls(int count) {
		int attempts = 0;
		for (int i = 0; i < count; i++) {
			Call call = this.balancer.call(this.balancer.pool("orders"), RequestView.NONE, true);
			do {
				call.begin();
				attempts++;
			}
			while (call.answered(503, false) != Call.GIVE_UP);
		}
		return attempts;
	}

	private Balancer balancer(RetrySettings retry) {
		return balancer(retry, 1);
	}

	private Balancer balancer(RetrySettings retry, long seed) {
		return new Balancer(this.directory, (serviceId) -> BalancingSettings.of(Policies.leastRequest()).with(retry),
				new BalancingRuntime(this.time, this.time, Randomness.seeded(seed), BalancingObserver.NONE));
	}

	@Test
	void seesAnInstanceThatCameMeanwhile() {
		Call call = call(1, true);
		call.begin();
		answer(2);
		assertThat(call.failed(new ConnectException(), false)).isZero();
		assertThat(call.begin().instance().getPort()).isEqualTo(2);
		call.cancelled();
	}

	@Test
	void saysNothingAboutAnInstanceWhenTheCallerGivesUp() {
		Call call = call(1, true);
		Candidate candidate = call.begin();
		call.cancelled();
		call.cancelled();
		assertThat(candidate.stats().inFlight()).isZero();
		assertThat(candidate.stats().successes() + candidate.stats().failures()).isZero();
	}

	@Test
	void saysWhatIsKnownWhenNobodyCanBeCalled() {
		assertThatExceptionOfType(NoInstanceException.class).isThrownBy(() -> call(0, true).begin())
			.withMessage("No instance of 'orders' can be called: the registry (scripted) knows none by that name");
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1).withHealth(Health.OUT_OF_SERVICE),
				ScriptedBackend.instance("orders", 2).withHealth(Health.STARTING));
		this.backend.fail("orders");
		this.time.advance(Duration.ofSeconds(12));
		assertThatExceptionOfType(NoInstanceException.class)
			.isThrownBy(() -> this.balancer.call(this.balancer.pool("orders"), RequestView.NONE, true).begin())
			.withMessage("No instance of 'orders' can be called: the registry (scripted) knows 2, of which none fits: "
					+ "1 STARTING, 1 OUT_OF_SERVICE; it has not been reachable for 12 s: connection refused");
	}

	private Call call(int instances, boolean idempotent) {
		answer(instances);
		return this.balancer.call(this.balancer.pool("orders"), RequestView.NONE, idempotent);
	}

	private void answer(int instances) {
		this.directory.entry("orders");
		this.backend.answer("orders", ScriptedBackend.instances("orders", 1, instances));
	}

}
