package dev.discovery.survival;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.discovery.testkit.Caller;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
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

	/**
	 * Until a client has read that its connections are gone, it may use one once more.
	 */
	private static final Duration UNREAD = Duration.ofMillis(100);

	/** How much later an application may end because the registry doesn't answer. */
	private static final Duration DELAY = Duration.ofSeconds(3);

	private final Registry registry;

	private Scene scene;

	private List<String> ids = List.of();

	private @Nullable Duration usualEnd;

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
	@Order(2)
	void aCallerThatStoodStillEjectsNobodyAndIsRegisteredAgainAtOnce() {
		Caller paused = this.scene.distant();
		paused.process().pause();
		try {
			await().until(() -> !this.registry.passing(Scene.CALLERS).contains(paused.name()));
		}
		finally {
			paused.process().resume();
		}
		Instant resumed = Instant.now();
		await().until(() -> this.registry.passing(Scene.CALLERS).contains(paused.name()));
		assertThat(Scene.figure("registered again", resumed)).isLessThanOrEqualTo(Duration.ofSeconds(1));
		Scene.awaitLoad(resumed);
		assertThat(paused.explain(Scene.SERVICE).get("instances").valueStream())
			.allMatch((instance) -> instance.get("pickable").asBoolean());
		assertThat(paused.process().output()).doesNotContain("Ejected");
		this.scene.stopLoad().forEach((caller, report) -> {
			assertThat(report.failed()).as(caller).isEmpty();
			assertThat(report.answersSince(resumed).keySet()).containsAll(this.ids);
		});
	}

	@Test
	@Order(3)
	void onlyPostsThatAreUnderWayFailWhenAnInstanceIsKilled() {
		String victim = this.ids.get(0);
		Instant begin = Instant.now();
		this.scene.fleet.get(victim).kill();
		Instant killed = Instant.now();
		await().until(() -> !this.registry.passing(Scene.SERVICE).contains(victim));
		Duration gone = Scene.figure("gone from the registry", killed);
		Scene.awaitLoad(begin);
		this.scene.stopLoad().forEach((caller, report) -> {
			assertThat(report.failed("GET")).as(caller).isEmpty();
			assertThat(report.failed("POST")).as(caller)
				.allMatch((call) -> call.wasInFlight(begin, killed.plus(UNREAD)));
			this.scene.assertReceivedOnce(report);
		});
		assertThat(gone).isLessThanOrEqualTo(this.registry.longestLife());
	}

	@Test
	@Order(4)
	void noCallFailsWhenAnInstanceIsStopped() {
		String victim = this.ids.get(0);
		Instant begin = Instant.now();
		this.scene.fleet.get(victim).terminate();
		this.usualEnd = Scene.figure("end", begin);
		assertThat(this.registry.passing(Scene.SERVICE)).hasSize(2).doesNotContain(victim);
		Scene.awaitLoad(begin);
		this.scene.stopLoad().forEach((caller, report) -> {
			assertThat(report.failed()).as(caller).isEmpty();
			this.scene.assertReceivedOnce(report);
		});
	}

	@Test
	@Order(5)
	void anInstanceThatTheRegistryDoesNotHearEndsHardlyLater() {
		Duration usual = (this.usualEnd != null) ? this.usualEnd : end(this.ids.get(1));
		this.registry.pause();
		try {
			assertThat(end(this.ids.get(0))).isLessThanOrEqualTo(usual.plus(DELAY));
		}
		finally {
			this.registry.resume();
		}
		this.scene.stopLoad().forEach((caller, report) -> assertThat(report.failed("GET")).as(caller).isEmpty());
	}

	@Test
	@Order(6)
	void noCallFailsWhileTheRegistryIsDown() {
		this.scene.stopLoad();
		this.scene.killRegistry();
		this.scene.startLoad();
		Scene.awaitLoad(Instant.now());
		this.scene.stopLoad().forEach((caller, report) -> {
			assertThat(report.failed()).as(caller).isEmpty();
			assertThat(report.answersSince(Instant.MIN).keySet()).containsExactlyElementsOf(this.ids);
			this.scene.assertReceivedOnce(report);
		});
	}

	private Duration end(String id) {
		Instant begin = Instant.now();
		this.scene.fleet.get(id).terminate();
		return Scene.figure("end", begin);
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(20));
	}

}
