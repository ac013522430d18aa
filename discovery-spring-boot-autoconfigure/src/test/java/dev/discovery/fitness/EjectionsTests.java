package dev.discovery.fitness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.discovery.fitness.Ejection.Reason;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EjectionsTests {

	private final VirtualTime time = new VirtualTime();

	private final List<String> heard = new ArrayList<>();

	private final Ejections ejections = ejections(Randomness.seeded(7));

	private final InstanceStats[] all = Stream.generate(() -> new InstanceStats(this.time))
		.limit(10)
		.toArray(InstanceStats[]::new);

	@Test
	void takesNobodyOutBeyondTheBound() {
		for (InstanceStats each : this.all) {
			eject(each);
		}
		assertThat(this.all).filteredOn((stats) -> stats.ejection() != null).hasSize(4);
	}

	@Test
	void saysWhyOnlyOfThoseThatItTakesOut() {
		Headcount headcount = new Headcount(this.all);
		List<InstanceStats> described = new ArrayList<>();
		for (InstanceStats each : this.all) {
			this.ejections.eject(headcount, each, Reason.CONSECUTIVE_FAILURES, () -> {
				described.add(each);
				return "it failed";
			});
			this.ejections.ejectUnreachable(headcount, this.all[9], () -> {
				described.add(this.all[9]);
				return "nobody is there";
			});
		}
		assertThat(described).containsExactly(this.all[0], this.all[1], this.all[2], this.all[3]);
	}

	@Test
	void takesAsManyOutAsAreNotThereWhileAnotherOneAnswers() {
		this.all[9].end(this.all[9].begin(), Outcome.SUCCESS);
		for (InstanceStats each : this.all) {
			if (each != this.all[9]) {
				this.ejections.ejectUnreachable(new Headcount(this.all), each, () -> "nobody is there");
			}
		}
		assertThat(this.all).filteredOn((stats) -> stats.ejection() != null).hasSize(9);
	}

	@Test
	void takesNobodyOutForNotBeingThereWhileNobodyAnswers() {
		this.all[9].end(this.all[9].begin(), Outcome.SUCCESS);
		this.all[9].end(this.all[9].begin(), Outcome.NEVER_SENT);
		this.ejections.ejectUnreachable(new Headcount(this.all), this.all[0], () -> "nobody is there");
		assertThat(this.all[0].ejection()).isNull();
	}

	@Test
	void whoIsOutAlreadyIsNotTakenForGoneWhileNobodyAnswers() {
		eject(this.all[0]);
		this.ejections.ejectUnreachable(new Headcount(this.all), this.all[0], () -> "nobody is there");
		assertThat(this.all[0].ejection().reason()).isEqualTo(Reason.CONSECUTIVE_FAILURES);
		assertThat(this.heard).containsExactly("ejected");
	}

	@Test
	void whoIsNotThereLeavesTheBoundToTheOthers() {
		this.all[9].end(this.all[9].begin(), Outcome.SUCCESS);
		eject(this.all[0]);
		Headcount headcount = new Headcount(this.all);
		for (int i = 0; i < 7; i++) {
			this.ejections.ejectUnreachable(headcount, this.all[i], () -> "nobody is there");
		}
		for (int i = 7; i < 9; i++) {
			this.ejections.eject(headcount, this.all[i], Reason.CONSECUTIVE_FAILURES, () -> "it failed");
			eject(this.all[i]);
		}
		assertThat(this.all[7].ejection()).isNotNull();
		assertThat(this.all[8].ejection()).as("one of three may be out").isNull();
		this.ejections.revive(this.all[0]);
		eject(this.all[8]);
		assertThat(this.all[8].ejection()).as("two of four").isNotNull();
	}

	@Test
	void whoIsOutAlreadyIsKnownNotToBeThereForNoLongerThanItWouldBeOut() {
		this.all[9].end(this.all[9].begin(), Outcome.SUCCESS);
		eject(this.all[0]);
		long until = this.all[0].ejection().until();
		this.ejections.ejectUnreachable(new Headcount(this.all), this.all[0], () -> "nobody is there");
		assertThat(this.all[0].ejection()).extracting(Ejection::reason, Ejection::until, Ejection::times)
			.containsExactly(Reason.UNREACHABLE, until, 1);
		this.ejections.quarantine(this.all[1], Duration.ofMinutes(5), "by hand");
		this.ejections.ejectUnreachable(new Headcount(this.all), this.all[1], () -> "nobody is there");
		assertThat(this.all[1].ejection().reason()).isEqualTo(Reason.QUARANTINE);
		assertThat(this.heard).containsExactly("ejected", "changed", "ejected");
	}

	@Test
	void lastsLongerEachTimeUpToTheMaximumAndForgets() {
		List<Long> seconds = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			eject(this.all[0]);
			Ejection ejection = this.all[0].ejection();
			seconds.add(Duration.ofNanos(ejection.until() - ejection.since()).toSeconds());
			comeBack(this.all[0]);
		}
		for (int i = 0; i < 12; i++) {
			long base = Math.min(300, 30 * (i + 1));
			assertThat(seconds.get(i)).isBetween(base, base * 110 / 100);
		}
		for (int i = 0; i < 11; i++) {
			this.ejections.intervalPassed(this.all[0]);
		}
		eject(this.all[0]);
		assertThat(this.all[0].ejection().times()).isEqualTo(2);
	}

	@Test
	void comesBackWhenItsTimeIsOverAndGetsItsShareByAndBy() {
		eject(this.all[0]);
		tick(Duration.ofSeconds(29));
		assertThat(this.all[0].ejection()).isNotNull();
		tick(Duration.ofSeconds(4));
		assertThat(this.heard).containsExactly("ejected", "due", "revived");
		assertThat(this.all[0].share()).isEqualTo(100);
		tick(Duration.ofSeconds(5));
		assertThat(this.all[0].share()).isEqualTo(500);
		tick(Duration.ofSeconds(5));
		assertThat(this.all[0].share()).isEqualTo(SlowStart.FULL);
		assertThat(this.heard).endsWith("changed");
	}

	@Test
	void tellsOfEachTenthOfAShareThatGrowsOnce() {
		this.ejections.start(this.all[0], new SlowStart(Duration.ofSeconds(100), 1));
		for (int i = 0; i < 400; i++) {
			tick(Duration.ofMillis(250));
			int tenths = this.all[0].share() / 100;
			assertThat(this.heard).as("share of %d", this.all[0].share()).hasSize(tenths - 1);
		}
		assertThat(this.all[0].share()).isEqualTo(SlowStart.FULL);
		tick(Duration.ofSeconds(1));
		assertThat(this.heard).hasSize(9).containsOnly("changed");
	}

	@Test
	void startsFromNoughtWhenItComesBack() {
		this.all[0].end(this.all[0].begin(), Outcome.NEVER_SENT);
		eject(this.all[0]);
		comeBack(this.all[0]);
		assertThat(this.all[0].consecutiveFailures()).isZero();
	}

	@Test
	void aHungInstanceIsBackAsSoonAsItAnswers() {
		long stamp = this.all[0].begin();
		this.ejections.eject(new Headcount(this.all), this.all[0], Reason.HUNG, () -> "hung");
		assertThat(this.all[0].stuck()).isOne();
		tick(Duration.ofSeconds(2));
		assertThat(this.all[0].ejection()).isNotNull();
		this.all[0].end(stamp, Outcome.SUCCESS);
		tick(Duration.ZERO);
		assertThat(this.all[0].ejection()).isNull();
		assertThat(this.all[0].stuck()).isZero();
	}

	@Test
	void aHungInstanceStaysOutWhileCallsWaitForItButNotForEver() {
		this.all[0].begin();
		this.ejections.eject(new Headcount(this.all), this.all[0], Reason.HUNG, () -> "hung");
		tick(Duration.ofSeconds(299));
		assertThat(this.all[0].ejection()).isNotNull();
		tick(Duration.ofSeconds(1));
		assertThat(this.all[0].ejection()).isNull();
	}

	@Test
	void quarantineEndsByItselfWithAFullShare() {
		this.ejections.quarantine(this.all[3], Duration.ofMinutes(5), "why not");
		tick(Duration.ofSeconds(299));
		assertThat(this.all[3].ejection().detail()).isEqualTo("why not");
		tick(Duration.ofSeconds(1));
		assertThat(this.all[3].ejection()).isNull();
		assertThat(this.all[3].share()).isEqualTo(SlowStart.FULL);
	}

	private void eject(InstanceStats stats) {
		this.ejections.eject(new Headcount(this.all), stats, Reason.CONSECUTIVE_FAILURES, () -> "it failed");
	}

	private void comeBack(InstanceStats stats) {
		this.time.advance(Duration.ofNanos(stats.ejection().until() - this.time.nanos()));
		this.ejections.tick(this.all);
		assertThat(stats.ejection()).isNull();
	}

	private void tick(Duration later) {
		this.time.advance(later);
		this.ejections.tick(this.all);
	}

	private Ejections ejections(Randomness randomness) {
		return new Ejections(OutlierSettings.DEFAULT, this.time, randomness, new Ejections.Listener() {

			@Override
			public void ejected(InstanceStats stats, Ejection ejection) {
				EjectionsTests.this.heard.add("ejected");
			}

			@Override
			public void due(InstanceStats stats, Ejection ejection) {
				EjectionsTests.this.heard.add("due");
				EjectionsTests.this.ejections.revive(stats);
			}

			@Override
			public void revived(InstanceStats stats, Ejection ejection) {
				EjectionsTests.this.heard.add("revived");
			}

			@Override
			public void changed(InstanceStats stats) {
				EjectionsTests.this.heard.add("changed");
			}

		});
	}

}
