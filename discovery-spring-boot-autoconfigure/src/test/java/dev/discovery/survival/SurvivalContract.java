package dev.discovery.survival;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.discovery.testkit.CallReport;
import dev.discovery.testkit.Caller;
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
	@Order(20)
	void onlyPostsThatAreUnderWayFailWhenAnInstanceIsKilled() {
		String victim = this.ids.get(0);
		Instant begin = Instant.now();
		this.scene.fleet.get(victim).kill();
		Instant killed = Instant.now();
		Scene.await().until(() -> !this.registry.passing(Scene.SERVICE).contains(victim));
		Duration gone = Scene.figure("gone from the registry", killed);
		Scene.awaitLoad(begin);
		this.scene.stopLoad().forEach((caller, report) -> {
			assertThat(report.failed("GET")).as(caller).isEmpty();
			assertThat(report.failed("POST")).as(caller)
				.allMatch((call) -> call.wasInFlight(begin, killed.plus(unread(report))));
			this.scene.assertReceivedOnce(report);
		});
		assertThat(gone).isLessThanOrEqualTo(this.registry.longestLife());
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
		Scene.awaitLoad(begin);
		this.scene.stopLoad().forEach((caller, report) -> {
			assertThat(report.failed()).as(caller).isEmpty();
			this.scene.assertReceivedOnce(report);
		});
	}

	@Test
	@Order(90)
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

}
