package dev.discovery.balancing.policy;

import java.time.Duration;

import dev.discovery.fitness.Outcome;
import dev.discovery.fitness.PeakEwmaSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PeakEwmaPolicyTests {

	private final PolicyFixture fixture = new PolicyFixture();

	private final Candidate[] two = this.fixture.candidates(2);

	private final Picker picker = Policies.peakEwma().over(this.two, PolicyFixture.rotation(3));

	@Test
	void avoidsTheSlowerOneUntilItsPeakIsForgotten() {
		call(this.two[0], Duration.ofMillis(100), Outcome.SUCCESS);
		call(this.two[1], Duration.ofMillis(10), Outcome.SUCCESS);
		assertThat(PolicyFixture.shares(this.picker, 100)).containsOnlyKeys(this.two[1]);
		for (int i = 0; i < 20; i++) {
			this.fixture.time.advance(Duration.ofSeconds(1));
			call(this.two[1], Duration.ofMillis(10), Outcome.SUCCESS);
		}
		assertThat(PolicyFixture.shares(this.picker, 100)).containsOnlyKeys(this.two[1]);
		for (int i = 0; i < 5; i++) {
			this.fixture.time.advance(Duration.ofSeconds(1));
			call(this.two[1], Duration.ofMillis(10), Outcome.SUCCESS);
		}
		assertThat(PolicyFixture.shares(this.picker, 100)).containsOnlyKeys(this.two[0]);
	}

	@Test
	void weighsWhatIsInFlightAgainstHowLongItTakes() {
		call(this.two[0], Duration.ofMillis(30), Outcome.SUCCESS);
		call(this.two[1], Duration.ofMillis(10), Outcome.SUCCESS);
		this.two[1].stats().begin();
		assertThat(PolicyFixture.shares(this.picker, 100)).containsOnlyKeys(this.two[1]);
		this.two[1].stats().begin();
		this.two[1].stats().begin();
		assertThat(PolicyFixture.shares(this.picker, 100)).containsOnlyKeys(this.two[0]);
	}

	@Test
	void triesOneThatNobodyKnowsOnceAndThenWaitsForItsAnswer() {
		call(this.two[1], Duration.ofMillis(10), Outcome.SUCCESS);
		assertThat(PolicyFixture.shares(this.picker, 100)).containsOnlyKeys(this.two[0]);
		this.two[0].stats().begin();
		for (int i = 0; i < 100; i++) {
			this.two[1].stats().begin();
		}
		assertThat(PolicyFixture.shares(this.picker, 100)).containsOnlyKeys(this.two[1]);
	}

	@Test
	void failingFastAttractsNobody() {
		for (Outcome outcome : new Outcome[] { Outcome.FAILURE, Outcome.NEVER_SENT, Outcome.TIMEOUT }) {
			Candidate[] candidates = this.fixture.candidates(2);
			Picker picker = Policies.peakEwma().over(candidates, PolicyFixture.rotation(3));
			call(candidates[1], Duration.ofMillis(100), Outcome.SUCCESS);
			call(candidates[0], Duration.ofMillis(1), outcome);
			assertThat(PolicyFixture.shares(picker, 100)).as("%s", outcome).containsOnlyKeys(candidates[1]);
		}
	}

	@Test
	void aCallerWhoGivesUpSaysNothing() {
		call(this.two[0], Duration.ofMillis(10), Outcome.SUCCESS);
		call(this.two[1], Duration.ofMillis(12), Outcome.SUCCESS);
		call(this.two[0], Duration.ofMillis(20), Outcome.CANCELLED);
		assertThat(PolicyFixture.shares(this.picker, 100)).containsOnlyKeys(this.two[0]);
	}

	@Test
	void looksAtWhatIsInFlightAfterAQuietNight() {
		call(this.two[0], Duration.ofMillis(10), Outcome.SUCCESS);
		call(this.two[1], Duration.ofMillis(20), Outcome.SUCCESS);
		this.fixture.time.advance(Duration.ofHours(8));
		this.two[0].stats().begin();
		assertThat(PolicyFixture.shares(this.picker, 100)).containsOnlyKeys(this.two[1]);
	}

	@Test
	void theTimesAreThoseOfTheConfiguration() {
		Policy configured = Policies.peakEwma()
			.with(new PolicySettings(HashKey.NONE, 0,
					new PeakEwmaSettings(Duration.ofSeconds(1), Duration.ofMillis(50))));
		Candidate[] candidates = this.fixture.candidates(2);
		Picker picker = configured.over(candidates, PolicyFixture.rotation(3));
		call(candidates[0], Duration.ofMillis(1), Outcome.FAILURE);
		call(candidates[1], Duration.ofMillis(60), Outcome.SUCCESS);
		assertThat(PolicyFixture.shares(picker, 100)).containsOnlyKeys(candidates[0]);
		call(candidates[0], Duration.ofMillis(100), Outcome.SUCCESS);
		this.fixture.time.advance(Duration.ofSeconds(1));
		call(candidates[1], Duration.ofMillis(60), Outcome.SUCCESS);
		assertThat(PolicyFixture.shares(picker, 100)).containsOnlyKeys(candidates[0]);
	}

	private void call(Candidate candidate, Duration took, Outcome outcome) {
		long stamp = candidate.stats().begin();
		this.fixture.time.advance(took);
		candidate.stats().end(stamp, outcome);
	}

}
