package dev.discovery.balancing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Picker;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.Rotation;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CallTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final List<Outcome> retries = new ArrayList<>();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	private final Balancer balancer = new Balancer(this.directory,
			(serviceId) -> BalancingSettings.of(Policies.leastRequest()),
			new BalancingRuntime(this.time, this.time, Randomness.seeded(1), new BalancingObserver() {

				@Override
				public void retried(String serviceId, Outcome why) {
					CallTests.this.retries.add(why);
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
		assertThat(call.failed(ReadTimeoutException.INSTANCE)).isTrue();
		call.begin();
		call.succeeded(false);
	}

	@Test
	void doesNotRepeatARequestThatIsSpent() {
		Call call = call(2, true);
		call.begin();
		assertThat(call.failed(new ConnectException("refused"), true)).isFalse();
	}

	@Test
	void countsACallInFlightUntilItEnds() {
		Call call = call(2, true);
		Candidate candidate = call.begin();
		assertThat(candidate.stats().inFlight()).isOne();
		this.time.advance(Duration.ofMillis(7));
		call.succeeded(false);
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
		call.succeeded(true);
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
			assertThat(call.failed(failure)).as(failure.toString()).isTrue();
			Candidate second = call.begin();
			assertThat(second.instance()).isNotEqualTo(first.instance());
			call.succeeded(false);
		}
		assertThat(this.retries).hasSize(6).containsOnly(Outcome.NEVER_SENT);
	}

	@Test
	void repeatsABrokenOffRequestOnlyIfItMayBeSentTwice() {
		Call repeatable = call(2, true);
		repeatable.begin();
		assertThat(repeatable.failed(new SocketTimeoutException("read"))).isTrue();
		repeatable.begin();
		repeatable.succeeded(false);
		Call once = call(2, false);
		once.begin();
		assertThat(once.failed(new SocketTimeoutException("read"))).isFalse();
	}

	@Test
	void neverRepeatsWhatSaysNothingAboutTheInstance() {
		Call call = call(2, true);
		Candidate candidate = call.begin();
		assertThat(call.failed(new IllegalArgumentException("the caller's own fault"))).isFalse();
		assertThat(candidate.stats().failures()).isZero();
	}

	@Test
	void doesNotTryAnInterruptedCallAgain() {
		Call call = call(2, true);
		call.begin();
		Thread.currentThread().interrupt();
		try {
			assertThat(call.failed(new IOException("interrupted"))).isFalse();
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	@Test
	void triesOneOtherInstanceAndNoMore() {
		Call call = call(3, true);
		call.begin();
		assertThat(call.failed(new ConnectException())).isTrue();
		call.begin();
		assertThat(call.failed(new ConnectException())).isFalse();
	}

	@Test
	void staysWithTheErrorWhereThereIsNoOtherInstance() {
		Call call = call(1, true);
		call.begin();
		assertThat(call.failed(new ConnectException())).isFalse();
		assertThat(this.retries).isEmpty();
	}

	@Test
	void seesAnInstanceThatCameMeanwhile() {
		Call call = call(1, true);
		call.begin();
		answer(2);
		assertThat(call.failed(new ConnectException())).isTrue();
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
		this.backend.answer("orders", ScriptedBackend.instance("orders", 1).withHealth(Health.DOWN),
				ScriptedBackend.instance("orders", 2).withHealth(Health.STARTING));
		this.backend.fail("orders");
		this.time.advance(Duration.ofSeconds(12));
		assertThatExceptionOfType(NoInstanceException.class)
			.isThrownBy(() -> this.balancer.call(this.balancer.pool("orders"), true).begin())
			.withMessage("No instance of 'orders' can be called: the registry (scripted) knows 2, of which none fits: "
					+ "1 STARTING, 1 DOWN; it has not been reachable for 12 s: connection refused");
	}

	private Call call(int instances, boolean idempotent) {
		answer(instances);
		return this.balancer.call(this.balancer.pool("orders"), idempotent);
	}

	private void answer(int instances) {
		this.directory.entry("orders");
		this.backend.answer("orders",
				IntStream.range(0, instances)
					.mapToObj((i) -> ScriptedBackend.instance("orders", i + 1))
					.toArray(Instance[]::new));
	}

}
