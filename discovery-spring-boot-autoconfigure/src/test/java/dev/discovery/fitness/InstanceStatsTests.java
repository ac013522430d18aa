package dev.discovery.fitness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstanceStatsTests {

	private final VirtualTime time = new VirtualTime();

	private final InstanceStats stats = new InstanceStats(this.time);

	@Test
	void countsWhatIsInFlight() {
		long first = this.stats.begin();
		long second = this.stats.begin();
		assertThat(this.stats.inFlight()).isEqualTo(2);
		this.stats.end(second, Outcome.CANCELLED);
		this.stats.end(first, Outcome.FAILURE);
		assertThat(this.stats.inFlight()).isZero();
	}

	@Test
	void countsFailuresInARowUntilASuccess() {
		for (Outcome outcome : new Outcome[] { Outcome.FAILURE, Outcome.NEVER_SENT, Outcome.CANCELLED }) {
			this.stats.end(this.stats.begin(), outcome);
		}
		assertThat(this.stats.consecutiveFailures()).isEqualTo(3);
		assertThat(this.stats.failures()).isEqualTo(2);
		this.stats.end(this.stats.begin(), Outcome.SUCCESS);
		assertThat(this.stats.consecutiveFailures()).isZero();
		assertThat(this.stats.failures()).isEqualTo(2);
	}

	@Test
	void knowsWhetherTheLastCallsFoundNobody() {
		for (Outcome outcome : new Outcome[] { Outcome.NEVER_SENT, Outcome.FAILURE }) {
			this.stats.end(this.stats.begin(), outcome);
		}
		assertThat(this.stats.unreached()).isZero();
		assertThat(this.stats.consecutiveFailures()).isEqualTo(3);
		this.stats.end(this.stats.begin(), Outcome.NEVER_SENT);
		this.stats.end(this.stats.begin(), Outcome.NEVER_SENT);
		assertThat(this.stats.unreached()).isEqualTo(4);
		assertThat(this.stats.consecutiveFailures()).isEqualTo(7);
		this.stats.end(this.stats.begin(), Outcome.SUCCESS);
		assertThat(this.stats.unreached()).isZero();
	}

	@Test
	void timesOneCallInSixteenWhereTheyAreFrequentAndEachWhereTheyAreNot() {
		AtomicInteger looks = new AtomicInteger();
		InstanceStats watched = new InstanceStats(() -> {
			looks.getAndIncrement();
			return this.time.nanos();
		});
		assertThat(looksFor(watched, 250, looks)).isEqualTo(500);
		watched.beat();
		assertThat(looksFor(watched, 800, looks)).isEqualTo(100);
		assertThat(watched.usualNanos()).isEqualTo(1_000_000);
		assertThat(watched.successes()).isEqualTo(1_050);
		assertThat(watched.inFlight()).isZero();
		watched.beat();
		watched.beat();
		assertThat(looksFor(watched, 100, looks)).isEqualTo(200);
	}

	@Test
	void looksAtTheClockNoMoreOftenTheMoreFrequentCallsAre() {
		AtomicInteger looks = new AtomicInteger();
		InstanceStats watched = new InstanceStats(() -> {
			looks.getAndIncrement();
			return this.time.nanos();
		});
		for (int calls : new int[] { 250, 1_000, 20_000, 400_000 }) {
			watched.beat();
			looksFor(watched, calls, looks);
			watched.beat();
			// each that is timed looks twice
			assertThat(looksFor(watched, calls, looks) / 2).as("%d calls", calls).isBetween(15, 31);
		}
	}

	private int looksFor(InstanceStats watched, int calls, AtomicInteger looks) {
		int before = looks.get();
		for (int i = 0; i < calls; i++) {
			long stamp = watched.begin();
			this.time.advance(Duration.ofMillis(1));
			watched.end(stamp, Outcome.SUCCESS);
		}
		return looks.get() - before;
	}

	@Test
	void timesEachCallWhereSomebodyPicksByWhatTheyCost() {
		AtomicInteger looks = new AtomicInteger();
		InstanceStats watched = new InstanceStats(() -> {
			looks.getAndIncrement();
			return this.time.nanos();
		});
		watched.cost(PeakEwmaSettings.DEFAULT);
		looksFor(watched, 1_000, looks);
		watched.beat();
		assertThat(looksFor(watched, 100, looks)).isEqualTo(200);
	}

	@Test
	void knowsForHowLongAnInstanceHasBeenSilentThatHangsAfterFrequentCalls() {
		Pulse pulse = new Pulse(this.time);
		InstanceStats watched = new InstanceStats(this.time, pulse, FailureListener.NONE);
		// one more, so that the next one is none of those that are timed
		for (int i = -1; i < 2_000; i++) {
			long stamp = watched.begin();
			this.time.advance(Duration.ofMillis(1));
			watched.end(stamp, Outcome.SUCCESS);
			if (i % 250 == 249) {
				pulse.beat();
				watched.beat();
			}
		}
		long stuck = watched.begin();
		for (int i = 0; i < 4; i++) {
			this.time.advance(Pulse.INTERVAL);
			pulse.beat();
			watched.beat();
		}
		assertThat(watched.silentNanos()).isBetween(1_000_000_000L, 1_008_000_000L);
		watched.end(stuck, Outcome.SUCCESS);
		assertThat(watched.silentNanos()).isZero();
		assertThat(watched.usualNanos()).isEqualTo(1_000_000);
	}

	@Test
	void isNotSilentWhereTheCallsThatHangAreJustThoseThatAreTimed() {
		Pulse pulse = new Pulse(this.time);
		InstanceStats watched = new InstanceStats(this.time, pulse, FailureListener.NONE);
		int hanging = 0;
		for (int i = 0; i < 4_000; i++) {
			long stamp = watched.begin();
			this.time.advance(Duration.ofNanos(500_000));
			if (i < 1_000 || !Stamps.isExact(stamp)) {
				watched.end(stamp, Outcome.SUCCESS);
			}
			else {
				hanging++;
			}
			if (i % 500 == 499) {
				pulse.beat();
				watched.beat();
			}
		}
		assertThat(hanging).isGreaterThan(80);
		assertThat(watched.silentNanos()).isLessThan(Pulse.INTERVAL.toNanos());
	}

	@Test
	void writesOffNoCallForEverThatBeginsAtThatMoment() {
		AtomicReference<Runnable> meanwhile = new AtomicReference<>();
		InstanceStats watched = new InstanceStats(() -> {
			Runnable next = meanwhile.getAndSet(null);
			if (next != null) {
				next.run();
			}
			return this.time.nanos();
		});
		long stuck = watched.begin();
		this.time.advance(Duration.ofSeconds(5));
		AtomicLong begun = new AtomicLong();
		meanwhile.set(() -> begun.set(watched.begin()));
		watched.writeOff();
		this.time.advance(Duration.ofSeconds(5));
		watched.end(begun.get(), Outcome.SUCCESS);
		watched.end(stuck, Outcome.CANCELLED);
		watched.begin();
		assertThat(watched.inFlight()).isEqualTo(1);
	}

	@Test
	void takesNoCallThatBeginsAfterAWriteOffForOneOfTheLost() {
		List<Long> begun = new ArrayList<>();
		for (int i = 0; i < 301; i++) {
			begun.add(this.stats.begin());
		}
		// one stays; and now calls are so frequent that most stamps are some calls old
		begun.subList(1, 301).forEach((stamp) -> this.stats.end(stamp, Outcome.TIMEOUT));
		this.stats.beat();
		this.time.advance(Duration.ofNanos(1_000));
		this.stats.writeOff();
		assertThat(this.stats.stuck()).isOne();
		for (int i = 0; i < 20; i++) {
			this.stats.end(this.stats.begin(), Outcome.SUCCESS);
		}
		assertThat(this.stats.inFlight()).isZero();
		assertThat(this.stats.stuck()).isOne();
		this.stats.end(begun.get(0), Outcome.TIMEOUT);
		assertThat(this.stats.stuck()).isZero();
	}

	@Test
	void looksAtNoClockForACallThatIsGivenUpWhileOthersAreAnswered() {
		AtomicInteger looks = new AtomicInteger();
		InstanceStats watched = new InstanceStats(() -> {
			looks.getAndIncrement();
			return this.time.nanos();
		});
		long first = watched.begin();
		int before = looks.get();
		watched.end(first, Outcome.CANCELLED);
		assertThat(looks).as("nobody knows how long calls take").hasValue(before);
		long early = watched.begin();
		looksFor(watched, 1, looks);
		before = looks.get();
		watched.end(early, Outcome.CANCELLED);
		assertThat(looks).hasValue(before);
		long late = watched.begin();
		before = looks.get();
		watched.end(late, Outcome.CANCELLED);
		assertThat(looks).hasValueGreaterThan(before);
	}

	@Test
	void averagesTheTimeOfSuccessfulCalls() {
		assertThat(this.stats.usualNanos()).isZero();
		for (int millis : new int[] { 10, 20 }) {
			long stamp = this.stats.begin();
			this.time.advance(Duration.ofMillis(millis));
			this.stats.end(stamp, Outcome.SUCCESS);
		}
		assertThat(this.stats.usualNanos()).isEqualTo(11_250_000);
	}

}
