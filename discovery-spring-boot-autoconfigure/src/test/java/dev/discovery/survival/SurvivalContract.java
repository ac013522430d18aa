package dev.discovery.survival;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.discovery.testkit.CallReport;
import dev.discovery.testkit.CallReport.Attempt;
import dev.discovery.testkit.Caller;
import dev.discovery.testkit.Stopwatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three applications beside a real registry, and two callers that make two hundred GETs
 * and fifty POSTs a second each, one with spring-retry on its class path and one without.
 * Whatever dies, the callers don't notice.
 * <p>
 * The order of the tests costs the fewest starts of processes; they don't need it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class SurvivalContract {

	/** How long the first lookup of a service may wait. */
	private static final Duration FIRST_READ = Duration.ofSeconds(2);

	private static final Duration UNREAD = Duration.ofMillis(100);

	final Registry registry;

	Scene scene;

	/** The inventories. */
	List<String> ids = List.of();

	SurvivalContract(Registry registry) {
		this.registry = registry;
	}

	@BeforeAll
	void open(@TempDir Path snapshots) {
		this.scene = Scene.open(this.registry, snapshots);
		assertThat(this.scene.isAsDescribed()).isTrue();
	}

	@AfterAll
	void close() {
		if (this.scene != null) {
			this.scene.close();
		}
		this.registry.close();
	}

	@BeforeEach
	void load() {
		this.ids = this.scene.warm();
	}

	@AfterEach
	void stopLoad() {
		this.scene.callers().forEach(Caller::stopLoad);
	}

	@Test
	@Order(10)
	void noCallBeginsAtAnInstanceThatHangsUntilItGoesOn() {
		String victim = this.ids.get(0);
		this.scene.fleet.get(victim).pause();
		Instant paused = Instant.now();
		Stopwatch watch = Stopwatch.start();
		try {
			this.scene.callers().forEach((caller) -> Timing.await().untilAsserted(() -> {
				JsonNode known = caller.explain(Scene.SERVICE, victim);
				assertThat(known.get("pickable").asBoolean()).as(known.toString()).isFalse();
				assertThat(known.at("/calls/stuck").asInt()).isPositive()
					.isEqualTo(unanswered(caller.report(), victim).size());
			}));
			Timing.awaitLoad(paused);
			for (Caller caller : this.scene.callers()) {
				CallReport report = caller.report();
				Instant first = unanswered(report, victim).get(0).begun();
				List<Attempt> begun = report.attemptsAt(victim, first);
				Instant last = begun.isEmpty() ? first : begun.get(begun.size() - 1).begun();
				Duration until = Timing.figure(caller.name() + ": " + begun.size() + " calls more, the last one after",
						first, last);
				watch.assertWithin("the last call", until, Duration.ofSeconds(2));
			}
		}
		finally {
			this.scene.fleet.get(victim).resume();
		}
		Instant resumed = Instant.now();
		this.scene.callers()
			.forEach((caller) -> Timing.await().until(() -> caller.report().answersSince(resumed).containsKey(victim)));
		Timing.figure("used again", resumed);
		this.scene.stopLoad().forEach((caller, report) -> {
			assertThat(report.failed()).as(caller).isEmpty();
			assertThat(report.unanswered()).as(caller).isEmpty();
			this.scene.assertReceivedOnce(report);
		});
	}

	private static List<Attempt> unanswered(CallReport report, String instance) {
		return report.attemptsAt(instance, Instant.MIN).stream().filter((attempt) -> attempt.ended() == null).toList();
	}

	/**
	 * Nobody is called any more that has failed five times.
	 */
	private static void assertEjectedSoon(CallReport report, String victim, Instant since, Duration stalled) {
		List<Instant> failures = report.attemptsAt(victim, Instant.MIN)
			.stream()
			.filter((attempt) -> attempt.failure() != null && attempt.ended().isAfter(since))
			.map(Attempt::ended)
			.sorted()
			.toList();
		assertThat(failures).hasSizeGreaterThanOrEqualTo(3);
		Instant fifth = failures.get(Math.min(failures.size(), 5) - 1);
		assertThat(report.attemptsAt(victim, fifth.plus(unread(report)).plus(stalled))).isEmpty();
		Timing.figure(failures.size() + " failures, the fifth after", since, fifth);
	}

	@Test
	@Order(20)
	void onlyPostsThatAreUnderWayFailWhenAnInstanceIsKilled() {
		String victim = this.ids.get(0);
		Instant begin = Instant.now();
		this.scene.fleet.get(victim).kill();
		Instant killed = Instant.now();
		Stopwatch watch = Stopwatch.start();
		Timing.await().until(() -> !this.registry.passing(Scene.SERVICE).contains(victim));
		Duration gone = Timing.figure("gone from the registry", killed);
		watch.assertWithin("gone from the registry", gone, this.registry.longestLife());
		Timing.awaitLoad(begin);
		this.scene.stopLoad().forEach((caller, report) -> {
			assertThat(report.failed("GET")).as(caller).isEmpty();
			assertEjectedSoon(report, victim, begin, watch.stalled());
			assertThat(report.failed("POST")).as(caller)
				.allMatch((call) -> call.wasInFlight(begin, killed.plus(unread(report))));
			this.scene.assertReceivedOnce(report);
		});
	}

	/**
	 * Until a client has read that its connections are gone, it may use one once more; a
	 * busy one takes as long for that as for an answer.
	 */
	private static Duration unread(CallReport report) {
		Duration slow = report.time(0.99);
		return (slow.compareTo(UNREAD) > 0) ? slow : UNREAD;
	}

	@Test
	@Order(30)
	void noCallFailsWhenAnInstanceIsStopped() {
		String victim = this.ids.get(0);
		Instant begin = Instant.now();
		this.scene.end(victim);
		assertThat(this.registry.passing(Scene.SERVICE)).hasSize(2).doesNotContain(victim);
		Timing.awaitLoad(begin);
		this.scene.stopLoad().forEach((caller, report) -> {
			assertThat(report.failed()).as(caller).isEmpty();
			this.scene.assertReceivedOnce(report);
		});
	}

	@Test
	@Order(90)
	void noCallFailsWhileTheRegistryIsDownNotEvenOfACallerThatStartsMeanwhileOrWhenMostDie() {
		this.scene.stopLoad();
		this.scene.killRegistry();
		this.scene.startLoad();
		Timing.awaitLoad(Instant.now());
		this.scene.stopLoad().forEach((caller, report) -> {
			assertThat(report.failed()).as(caller).isEmpty();
			assertThat(report.answersSince(Instant.MIN).keySet()).containsExactlyElementsOf(this.ids);
			this.scene.assertReceivedOnce(report);
		});
		assertOneThatStartsNowCallsWhomItKnew();
		assertNoGetFailsWhenMostDie();
	}

	/**
	 * And one that knew nobody says so.
	 */
	private void assertOneThatStartsNowCallsWhomItKnew() {
		Caller knowing = this.scene.restartDistant();
		try (Caller ignorant = this.scene.startIgnorant()) {
			knowing.awaitReady();
			ignorant.awaitReady();
			assertThat(knowing.explain(Scene.SERVICE).get("provenance").asString()).isEqualTo("DISK");
			knowing.startLoad();
			Timing.awaitLoad(Instant.now());
			CallReport report = knowing.stopLoad();
			assertThat(report.failed()).isEmpty();
			assertThat(report.answersSince(Instant.MIN).keySet()).containsExactlyElementsOf(this.ids);
			Stopwatch watch = Stopwatch.start();
			assertThat(ignorant.callOnce()).contains("Nothing is known yet about").contains("inventory");
			watch.assertWithin(FIRST_READ.plusMillis(500));
		}
	}

	/**
	 * Nobody says that they are gone, and the one that is left carries all.
	 */
	private void assertNoGetFailsWhenMostDie() {
		this.scene.startLoad();
		Timing.awaitLoad(Instant.now(), Timing.LOAD.dividedBy(6));
		Instant begin = Instant.now();
		this.ids.subList(1, 3).forEach((victim) -> this.scene.fleet.get(victim).kill());
		Instant killed = Instant.now();
		Timing.awaitLoad(killed);
		this.scene.stopLoad().forEach((caller, report) -> {
			assertThat(report.failed("GET")).as(caller).isEmpty();
			assertThat(report.failed("POST")).as(caller)
				.allMatch((call) -> call.wasInFlight(begin, killed.plus(unread(report))));
			assertThat(report.answersSince(killed.plus(unread(report))).keySet()).as(caller)
				.containsExactly(this.ids.get(0));
			this.scene.assertReceivedOnce(report);
		});
	}

}
