package dev.discovery.balancing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.backend.composite.CompositeBackend;
import dev.discovery.backend.composite.Member;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.Outcome;
import dev.discovery.fitness.SlowStart;
import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Outliers as callers see them: through pools that change.
 */
class OutlierEjectionTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final List<String> heard = new ArrayList<>();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	private BalancingSettings settings = BalancingSettings.of(Policies.roundRobin());

	private final Balancer balancer = new Balancer(this.directory, (serviceId) -> this.settings,
			new BalancingRuntime(this.time, this.time, Randomness.seeded(3), new BalancingObserver() {

				@Override
				public void ejected(String serviceId, Instance instance, Ejection ejection) {
					OutlierEjectionTests.this.heard.add("ejected " + instance.getPort() + " " + ejection.reason());
				}

				@Override
				public void revived(String serviceId, Instance instance, Ejection ejection) {
					OutlierEjectionTests.this.heard.add("revived " + instance.getPort());
				}

				@Override
				public void panicked(String serviceId, boolean begun) {
					OutlierEjectionTests.this.heard.add(begun ? "panic" : "no panic");
				}

			}));

	@Test
	void failuresInARowTakeAnInstanceOutAtOnceUntilItsTimeIsOver() {
		answer(3);
		fail(2, Outcome.FAILURE, 4);
		assertThat(picked()).containsExactlyInAnyOrder(1, 2, 3);
		fail(2, Outcome.FAILURE, 1);
		assertThat(picked()).containsExactlyInAnyOrder(1, 3);
		assertThat(report(2).pickable()).isFalse();
		assertThat(report(2).reason()).startsWith("ejected for ").contains("it failed again and again");
		this.time.advance(Duration.ofSeconds(34));
		assertThat(picked()).containsExactlyInAnyOrder(1, 2, 3);
		assertThat(this.heard).containsExactly("ejected 2 CONSECUTIVE_FAILURES", "revived 2");
	}

	@Test
	void aSuccessInBetweenClearsTheRow() {
		answer(3);
		fail(2, Outcome.FAILURE, 4);
		fail(2, Outcome.SUCCESS, 1);
		fail(2, Outcome.FAILURE, 4);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aRefusedInstanceIsOutAfterThreeCalls() {
		answer(3);
		fail(1, Outcome.NEVER_SENT, 3);
		assertThat(picked()).containsExactlyInAnyOrder(2, 3);
	}

	@Test
	void neverTakesTheLastOneOut() {
		answer(1);
		fail(1, Outcome.NEVER_SENT, 100);
		assertThat(picked()).containsExactly(1);
		assertThat(this.heard).isEmpty();
	}

	@Test
	void takesHalfOfASmallServiceOutAtMost() {
		answer(4);
		for (int port = 1; port <= 4; port++) {
			fail(port, Outcome.NEVER_SENT, 10);
		}
		assertThat(picked()).containsExactlyInAnyOrder(3, 4);
	}

	@Test
	void whoIsNotThereIsOutBeyondTheBoundAndCountsInNoPanicWhileAnotherOneAnswers() {
		answer(4);
		fail(4, Outcome.SUCCESS, 1);
		for (int port = 1; port <= 3; port++) {
			// what breaks off, and then finds nobody
			fail(port, Outcome.FAILURE, 1);
			fail(port, Outcome.NEVER_SENT, 3);
		}
		assertThat(picked()).containsExactly(4);
		assertThat(report(3).reason()).contains("nobody is there");
		// the first two are known not to be there by then, and leave the bound to the
		// third
		assertThat(this.heard).containsExactly("ejected 1 CONSECUTIVE_FAILURES", "ejected 2 CONSECUTIVE_FAILURES",
				"ejected 3 CONSECUTIVE_FAILURES");
		for (int port = 1; port <= 3; port++) {
			assertThat(report(port).stats().ejection().reason()).isEqualTo(Ejection.Reason.UNREACHABLE);
		}
		this.time.advance(Duration.ofSeconds(34));
		assertThat(picked()).containsExactlyInAnyOrder(1, 2, 3, 4);
	}

	@Test
	void whoAnswersWithErrorsIsOutHoweverManyAreNotThere() {
		answer(6);
		for (int port = 1; port <= 6; port++) {
			fail(port, Outcome.SUCCESS, 1);
		}
		for (int port = 1; port <= 3; port++) {
			fail(port, Outcome.NEVER_SENT, 3);
		}
		fail(4, Outcome.FAILURE, 5);
		assertThat(picked()).containsExactlyInAnyOrder(5, 6);
		fail(5, Outcome.FAILURE, 5);
		assertThat(picked()).as("one of three that count").containsExactlyInAnyOrder(5, 6);
	}

	/** Retries come to those that are out, too. */
	@Test
	void aCutWayTakesNoMoreOutHoweverOftenThoseThatAreOutAreCalled() {
		answer(6);
		for (int port = 1; port <= 6; port++) {
			fail(port, Outcome.SUCCESS, 1);
			fail(port, Outcome.FAILURE, 1);
		}
		for (int i = 0; i < 20; i++) {
			for (int port = 1; port <= 6; port++) {
				fail(port, Outcome.NEVER_SENT, 1);
			}
			this.time.advance(Duration.ofMillis(300));
		}
		assertThat(this.heard).containsExactly("ejected 1 CONSECUTIVE_FAILURES", "ejected 2 CONSECUTIVE_FAILURES",
				"ejected 3 CONSECUTIVE_FAILURES");
	}

	@Test
	void whoIsNotThereIsToldOfAsSuchFromTheStart() {
		answer(3);
		fail(3, Outcome.SUCCESS, 1);
		fail(2, Outcome.NEVER_SENT, 3);
		assertThat(report(2).reason()).contains("nobody is there");
		assertThat(this.heard).containsExactly("ejected 2 UNREACHABLE");
	}

	@Test
	void whoWasTakenOutBeforeIsFoundNotToBeThereInAPanic() {
		answer(4);
		fail(4, Outcome.SUCCESS, 1);
		fail(1, Outcome.FAILURE, 5);
		fail(2, Outcome.FAILURE, 5);
		fail(3, Outcome.NEVER_SENT, 3);
		assertThat(picked()).as("one of three that count").containsExactlyInAnyOrder(1, 2, 4);
		fail(1, Outcome.NEVER_SENT, 3);
		assertThat(picked()).as("one of two that count").containsExactly(4);
		assertThat(this.heard).endsWith("panic", "no panic");
	}

	@Test
	void whoIsNotThereGetsCallsLikeOthersWhereNobodyAnswers() {
		answer(4);
		for (int port = 1; port <= 4; port++) {
			fail(port, Outcome.SUCCESS, 1);
			fail(port, Outcome.NEVER_SENT, 1);
		}
		for (int port = 1; port <= 4; port++) {
			fail(port, Outcome.NEVER_SENT, 10);
		}
		assertThat(picked()).containsExactlyInAnyOrder(3, 4);
	}

	/**
	 * All calls fail until the way is open again; the first one that gets through says
	 * nothing of those whose last call was before that.
	 */
	@Test
	void whoHasNotBeenCalledSinceTheWayIsOpenAgainIsNotTakenForGone() {
		answer(6);
		for (int round = 0; round < 4; round++) {
			for (int port = 1; port <= 6; port++) {
				fail(port, (round == 0) ? Outcome.SUCCESS : Outcome.NEVER_SENT, 1);
			}
		}
		this.heard.clear();
		this.time.advance(Duration.ofMillis(600));
		for (int port = 4; port <= 6; port++) {
			fail(port, Outcome.NEVER_SENT, 1);
		}
		fail(6, Outcome.SUCCESS, 1);
		this.time.advance(Duration.ofMillis(600));
		assertThat(this.heard).isEmpty();
		fail(5, Outcome.NEVER_SENT, 1);
		this.time.advance(Duration.ofMillis(300));
		assertThat(this.heard).startsWith("ejected 5 UNREACHABLE").noneMatch((event) -> event.startsWith("ejected 4"));
	}

	@Test
	void comesBackWithASmallShareOfTheCalls() {
		answer(2);
		fail(1, Outcome.NEVER_SENT, 3);
		this.time.advance(Duration.ofMillis(33_100));
		assertThat(picksOf(1, 1_000)).isBetween(20, 90);
		this.time.advance(Duration.ofSeconds(11));
		assertThat(picksOf(1, 1_000)).isEqualTo(500);
	}

	@Test
	void comesBackWithASmallShareWhateverThePolicy() {
		this.settings = BalancingSettings.of(Policies.random());
		answer(2);
		fail(1, Outcome.NEVER_SENT, 3);
		this.time.advance(Duration.ofMillis(33_100));
		assertThat(picksOf(1, 1_000)).isBetween(20, 90);
	}

	@Test
	void aNewInstanceAmongOldOnesStartsSlowlyWhereConfigured() {
		this.settings = BalancingSettings.of(Policies.roundRobin())
			.with(this.settings.outlier())
			.with(new SlowStart(Duration.ofSeconds(30), 1));
		answer(2);
		assertThat(picksOf(2, 1_000)).isEqualTo(500);
		answer(3);
		assertThat(picksOf(3, 1_000)).isBetween(10, 120);
		assertThat(report(3).reason()).startsWith("fit, and coming to its full share");
		this.time.advance(Duration.ofSeconds(31));
		assertThat(picksOf(3, 999)).isEqualTo(333);
	}

	@Test
	void anInstanceThatAnswersNothingIsOutWithinTwoSecondsAndBackWhenItAnswers() {
		answer(3);
		for (int port = 1; port <= 3; port++) {
			fail(port, Outcome.SUCCESS, 1);
		}
		long first = candidate(2).stats().begin();
		this.time.advance(Duration.ofMillis(400));
		candidate(2).stats().begin();
		this.time.advance(Duration.ofMillis(1_100));
		assertThat(this.heard).containsExactly("ejected 2 HUNG");
		assertThat(picked()).containsExactlyInAnyOrder(1, 3);
		assertThat(report(2).stats().stuck()).isEqualTo(2);
		assertThat(report(2).reason()).contains("it is hung: 2 calls, and no answer for ");
		this.time.advance(Duration.ofSeconds(60));
		assertThat(picked()).containsExactlyInAnyOrder(1, 3);
		candidate(2).stats().end(first, Outcome.SUCCESS);
		this.time.advance(Duration.ofMillis(300));
		assertThat(picked()).containsExactlyInAnyOrder(1, 2, 3);
	}

	@Test
	void anInstanceWhoseStuckCallsNeverEndIsTriedAgainAfterTheLongestEjection() {
		answer(3);
		for (int port = 1; port <= 3; port++) {
			fail(port, Outcome.SUCCESS, 1);
		}
		candidate(2).stats().begin();
		candidate(2).stats().begin();
		this.time.advance(Duration.ofMillis(1_500));
		assertThat(picked()).containsExactlyInAnyOrder(1, 3);
		this.time.advance(Duration.ofSeconds(299));
		assertThat(picked()).containsExactlyInAnyOrder(1, 3);
		this.time.advance(Duration.ofSeconds(30));
		assertThat(picked()).containsExactlyInAnyOrder(1, 2, 3);
		assertThat(this.heard).containsExactly("ejected 2 HUNG", "revived 2");
		assertThat(candidate(2).stats().inFlight()).isZero();
		assertThat(candidate(2).stats().stuck()).isEqualTo(2);
		candidate(2).stats().begin();
		this.time.advance(Duration.ofSeconds(2));
		assertThat(this.heard).endsWith("ejected 2 HUNG");
	}

	@Test
	void releasingAHungInstanceByHandGivesItAnotherChance() {
		answer(3);
		fail(2, Outcome.SUCCESS, 1);
		candidate(2).stats().begin();
		this.time.advance(Duration.ofMillis(1_500));
		this.balancer.release("orders", candidate(2).instance().getInstanceId());
		this.time.advance(Duration.ofSeconds(20));
		assertThat(picked()).containsExactlyInAnyOrder(1, 2, 3);
	}

	@Test
	void callersWhoGiveUpAfterLongWaitingBlameTheInstance() {
		answer(3);
		fail(2, Outcome.SUCCESS, 1);
		for (int i = 0; i < 5; i++) {
			long stamp = candidate(2).stats().begin();
			this.time.advance(Duration.ofMillis(900));
			candidate(2).stats().end(stamp, Outcome.CANCELLED);
			this.time.advance(Duration.ofSeconds(1));
		}
		assertThat(this.heard).containsExactly("ejected 2 CONSECUTIVE_FAILURES");
	}

	@Test
	void callersWhoGiveUpSoonOrWhileOthersAreAnsweredBlameNobody() {
		answer(3);
		fail(2, Outcome.SUCCESS, 1);
		for (int i = 0; i < 20; i++) {
			long soon = candidate(2).stats().begin();
			this.time.advance(Duration.ofMillis(400));
			candidate(2).stats().end(soon, Outcome.CANCELLED);
			long slow = candidate(2).stats().begin();
			this.time.advance(Duration.ofMillis(600));
			fail(2, Outcome.FAILURE, 1);
			fail(2, Outcome.SUCCESS, 1);
			candidate(2).stats().end(slow, Outcome.CANCELLED);
		}
		assertThat(this.heard).isEmpty();
	}

	@Test
	void anInstanceThatWasStartedAnewUnderItsIdBeginsWithACleanSheet() {
		answer(registered(1, "1"), registered(2, "1"));
		fail(2, Outcome.NEVER_SENT, 3);
		assertThat(picked()).containsExactly(1);
		answer(registered(1, "1"), registered(2, "2"));
		assertThat(picked()).containsExactlyInAnyOrder(1, 2);
		quarantine(2);
		answer(registered(1, "1"), registered(2, "3"));
		assertThat(picked()).containsExactly(1);
	}

	@Test
	void anotherInstanceUnderTheSameIdInheritsNoVerdictAndNoCalls() {
		answer(placed("orders-0", 1), placed("orders-1", 2));
		candidate(2).stats().begin();
		fail(2, Outcome.NEVER_SENT, 3);
		assertThat(picked()).containsExactly(1);
		answer(placed("orders-0", 1), placed("orders-1", 3));
		assertThat(picked()).containsExactlyInAnyOrder(1, 3);
		assertThat(candidate(3).stats().inFlight()).isZero();
		quarantine(3);
		assertThat(picked()).containsExactly(1);
		answer(placed("orders-0", 1), placed("orders-1", 4));
		assertThat(picked()).containsExactlyInAnyOrder(1, 4);
	}

	@Test
	void verdictsDoNotChangeHandsWhereTwoRegistriesUseOneId() {
		ScriptedBackend east = new ScriptedBackend();
		ScriptedBackend west = new ScriptedBackend();
		CompositeBackend both = new CompositeBackend(List.of(new Member("east", "scripted", Locality.UNKNOWN, east),
				new Member("west", "scripted", Locality.UNKNOWN, west)), (id) -> null, this.time, this.time);
		ServiceDirectory merged = new ServiceDirectory(both, DirectorySettings.DEFAULT, this.time, this.time,
				DirectoryObserver.NONE);
		Balancer two = new Balancer(merged, (serviceId) -> this.settings,
				new BalancingRuntime(this.time, this.time, Randomness.seeded(3), BalancingObserver.NONE));
		merged.entry("orders");
		east.answer("orders", placed("orders-0", 1), placed("orders-1", 2));
		west.answer("orders", placed("orders-0", 3));
		assertThat(two.pool("orders").candidates()).hasSize(3);
		assertThat(two.quarantine("orders", "orders-0", Duration.ofMinutes(1), "a test")).isCompletedWithValue(true);
		assertThat(two.pool("orders").candidates()).extracting((candidate) -> candidate.instance().getPort())
			.containsExactlyInAnyOrder(2, 3);
		east.answer("orders", placed("orders-1", 2));
		assertThat(two.pool("orders").candidates()).extracting((candidate) -> candidate.instance().getPort())
			.containsExactlyInAnyOrder(2, 3);
	}

	private static Instance placed(String id, int port) {
		return Instance.builder("orders", "localhost", port).instanceId(id).build();
	}

	private static Instance registered(int port, String when) {
		return Instance.builder("orders", "localhost", port).metadata(Map.of(Instance.REGISTERED_AT, when)).build();
	}

	@Test
	void aClientThatWasPausedBlamesNobody() {
		answer(3);
		fail(2, Outcome.SUCCESS, 1);
		List<Long> stamps = IntStream.range(0, 5).mapToObj((i) -> candidate(2).stats().begin()).toList();
		this.time.pause(Duration.ofSeconds(10));
		stamps.forEach((stamp) -> candidate(2).stats().end(stamp, Outcome.TIMEOUT));
		candidate(3).stats().begin();
		this.time.advance(Duration.ofMillis(500));
		assertThat(this.heard).isEmpty();
	}

	@Test
	void comparesInstancesEachInterval() {
		answer(5);
		for (int port = 1; port <= 5; port++) {
			for (int i = 0; i < 100; i++) {
				fail(port, (port == 4 && i % 2 == 0) ? Outcome.FAILURE : Outcome.SUCCESS, 1);
			}
		}
		assertThat(this.heard).isEmpty();
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.heard).containsExactly("ejected 4 SUCCESS_RATE");
	}

	@Test
	void quarantineTakesAnInstanceOutByHandAndReleasesItByItself() {
		answer(3);
		assertThat(this.balancer.quarantine("orders", "nobody", Duration.ofMinutes(1), "x"))
			.isCompletedWithValue(false);
		assertThat(this.balancer.quarantine("unknown", "nobody", Duration.ofMinutes(1), "x"))
			.isCompletedWithValue(false);
		assertThat(quarantine(1)).isTrue();
		assertThat(picked()).containsExactlyInAnyOrder(2, 3);
		assertThat(report(1).reason()).isEqualTo("quarantined for 60 s more: a look at its heap");
		this.time.advance(Duration.ofSeconds(61));
		assertThat(picked()).containsExactlyInAnyOrder(1, 2, 3);
		quarantine(2);
		assertThat(this.balancer.release("orders", candidate(2).instance().getInstanceId())).isCompletedWithValue(true);
		assertThat(picked()).containsExactlyInAnyOrder(1, 2, 3);
	}

	@Test
	void quarantineNeverTakesTheLastOneEvenIfAllAreTakenOut() {
		answer(2);
		quarantine(1);
		quarantine(2);
		assertThat(picked()).containsExactlyInAnyOrder(1, 2);
	}

	@Test
	void quarantineNeverTakesTheLastOneWherePanicIsSwitchedOff() {
		this.settings = this.settings.withPanicThreshold(0);
		answer(2);
		quarantine(1);
		assertThat(picked()).containsExactly(2);
		quarantine(2);
		assertThat(picked()).containsExactlyInAnyOrder(1, 2);
		assertThat(report(2).pickable()).isTrue();
		assertThat(report(2).share()).isEqualTo(0.5);
		assertThat(report(2).passedOver()).isNull();
		assertThat(report(2).reason()).startsWith("unfit, but used all the same: too few are fit (quarantined for ");
	}

	@Test
	void tellsOfThoseThatAreTheLastResortThatTheyGetTheCalls() {
		this.settings = this.settings.withPanicThreshold(0);
		answer(2);
		candidate(1).stats().ailment("HTTP 503");
		candidate(2).stats().ailment("HTTP 500");
		answer(3);
		answer(2);
		assertThat(picked()).containsExactlyInAnyOrder(1, 2);
		assertThat(report(1).share()).isEqualTo(0.5);
		assertThat(report(1).pickable()).isTrue();
		assertThat(report(1).reason())
			.isEqualTo("unfit, but used all the same: nobody is fit (the health check says: HTTP 503)");
	}

	@Test
	void panicUsesAllButThoseInQuarantine() {
		answer(5);
		for (int port = 2; port <= 4; port++) {
			candidate(port).stats().ailment("HTTP 503");
		}
		quarantine(1);
		assertThat(picked()).containsExactlyInAnyOrder(2, 3, 4, 5);
		assertThat(this.balancer.explain("orders").panic()).isTrue();
		assertThat(report(2).reason()).startsWith("unfit, but used all the same");
		for (int port = 2; port <= 4; port++) {
			candidate(port).stats().ailment(null);
		}
		this.balancer.release("orders", candidate(1).instance().getInstanceId());
		assertThat(this.heard).contains("panic", "no panic");
	}

	@Test
	void whoeverIsUnfitButAnswersIsTheLastResort() {
		answer(2);
		fail(1, Outcome.NEVER_SENT, 3);
		Pool pool = this.balancer.pool("orders");
		assertThat(pool.pick((candidate) -> candidate.instance().getPort() == 2).instance().getPort()).isEqualTo(1);
	}

	@Test
	void whoeverIsInLimboIsPickedLast() {
		answer(1);
		Instance lost = ScriptedBackend.instance("orders", 9);
		this.backend.answer(
				ServiceSnapshot.of("orders", List.of(ScriptedBackend.instance("orders", 1))).withLimbo(List.of(lost)));
		assertThat(picked()).containsExactly(1);
		Pool pool = this.balancer.pool("orders");
		assertThat(pool.pick((candidate) -> candidate.instance().getPort() == 1).instance()).isEqualTo(lost);
		assertThat(report(9).reason()).startsWith("in limbo");
		this.backend.answer(ServiceSnapshot.of("orders", List.of()).withLimbo(List.of(lost)));
		assertThat(picked()).containsExactly(9);
	}

	private boolean quarantine(int port) {
		return this.balancer
			.quarantine("orders", candidate(port).instance().getInstanceId(), Duration.ofMinutes(1),
					"a look at its heap")
			.toCompletableFuture()
			.join();
	}

	private void fail(int port, Outcome outcome, int times) {
		for (int i = 0; i < times; i++) {
			var stats = candidate(port).stats();
			stats.end(stats.begin(), outcome);
		}
	}

	private int picksOf(int port, int picks) {
		int count = 0;
		for (int i = 0; i < picks; i++) {
			count += (this.balancer.pick("orders", PickContext.NONE).instance().getPort() == port) ? 1 : 0;
		}
		return count;
	}

	private Set<Integer> picked() {
		Set<Integer> ports = new HashSet<>();
		for (int i = 0; i < 200; i++) {
			ports.add(this.balancer.pick("orders", PickContext.NONE).instance().getPort());
		}
		return ports;
	}

	private Candidate candidate(int port) {
		Selection selection = this.balancer.pool("orders").selection();
		return Stream.of(selection.fit(), selection.unfit())
			.flatMap(Arrays::stream)
			.filter((candidate) -> candidate.instance().getPort() == port)
			.findFirst()
			.orElseThrow();
	}

	private InstanceReport report(int port) {
		return this.balancer.explain("orders")
			.instances()
			.stream()
			.filter((report) -> report.instance().getPort() == port)
			.findFirst()
			.orElseThrow();
	}

	private void answer(int instances) {
		answer(IntStream.rangeClosed(1, instances)
			.mapToObj((port) -> ScriptedBackend.instance("orders", port))
			.toArray(Instance[]::new));
	}

	private void answer(Instance... instances) {
		this.directory.entry("orders");
		this.backend.answer("orders", instances);
		this.balancer.pool("orders");
	}

}
