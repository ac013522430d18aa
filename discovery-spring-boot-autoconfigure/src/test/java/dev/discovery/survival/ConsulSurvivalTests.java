package dev.discovery.survival;

import java.time.Duration;
import java.time.Instant;

import dev.discovery.testkit.Caller;
import dev.discovery.testkit.ManyProcesses;
import dev.discovery.testkit.RequiresProgram;
import dev.discovery.testkit.Stopwatch;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beside a real agent; and what has to do with no registry in particular.
 */
@ManyProcesses
@RequiresProgram("consul")
class ConsulSurvivalTests extends SurvivalContract {

	/** How much later an application may end because the registry doesn't answer. */
	private static final Duration DELAY = Duration.ofSeconds(3);

	ConsulSurvivalTests() {
		super(new ConsulRegistry());
	}

	@Test
	@Order(5)
	void aCallerThatStoodStillEjectsNobodyAndIsRegisteredAgainAtOnce() {
		Caller paused = this.scene.distant();
		int printed = paused.process().output().length();
		paused.process().pause();
		try {
			Timing.await().until(() -> !this.registry.passing(Scene.CALLERS).contains(paused.name()));
		}
		finally {
			paused.process().resume();
		}
		Instant resumed = Instant.now();
		Stopwatch watch = Stopwatch.start();
		Timing.await().until(() -> this.registry.passing(Scene.CALLERS).contains(paused.name()));
		watch.assertWithin("registered again", Timing.figure("registered again", resumed), Duration.ofSeconds(1));
		Timing.awaitLoad(resumed);
		assertThat(paused.explain(Scene.SERVICE).get("instances").valueStream())
			.allMatch((instance) -> instance.get("pickable").asBoolean());
		assertThat(paused.process().output().substring(printed)).doesNotContain("Ejected");
		this.scene.stopLoad().forEach((caller, report) -> {
			assertThat(report.failed()).as(caller).isEmpty();
			assertThat(report.answersSince(resumed).keySet()).containsAll(this.ids);
		});
	}

	@Test
	@Order(40)
	void anInstanceThatTheRegistryDoesNotHearEndsHardlyLater() {
		Duration usual = this.scene.end(this.ids.get(1));
		this.registry.pause();
		try {
			Stopwatch watch = Stopwatch.start();
			Duration taken = this.scene.end(this.ids.get(0));
			watch.assertWithin("end", taken, usual.plus(DELAY));
		}
		finally {
			this.registry.resume();
		}
		// until then the agent may say of all that their leases have run out
		Timing.await().until(() -> this.registry.passing(Scene.SERVICE).contains(this.ids.get(2)));
		this.scene.stopLoad().forEach((caller, report) -> assertThat(report.failed("GET")).as(caller).isEmpty());
	}

}
