package dev.discovery.balancing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.Outcome;
import dev.discovery.fitness.Pulse;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.QuietLog;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often the judges of a service look, however many of its calls fail.
 */
@ExtendWith(QuietLog.class)
class SummonsTests {

	private final VirtualTime time = new VirtualTime();

	private final Queue<BooleanSupplier> looks = new ArrayDeque<>();

	private final List<Instance> ejected = new ArrayList<>();

	private Runnable meanwhile = () -> {
	};

	private final Judges judges = new Judges("orders", BalancingSettings.of(Policies.roundRobin()),
			new BalancingRuntime(this.time, this.time, Randomness.seeded(1), new BalancingObserver() {

				@Override
				public void ejected(String serviceId, Instance instance, Ejection ejection) {
					SummonsTests.this.ejected.add(instance);
					SummonsTests.this.meanwhile.run();
				}

			}), (prober, candidate) -> {
			});

	private final Summons summons = new Summons(this.judges, this.looks::add);

	private final Pulse pulse = new Pulse(this.time);

	private final List<Candidate> all = IntStream.rangeClosed(1, 100)
		.mapToObj((port) -> new Candidate(ScriptedBackend.instance("orders", port),
				new InstanceStats(this.time, this.pulse, this.summons)))
		.toList();

	SummonsTests() {
		this.judges.instances(this.all);
	}

	@Test
	void lookOnceForAllTheFailuresUntilThen() {
		this.all.forEach((each) -> fail(each, 4));
		assertThat(this.looks).isEmpty();
		this.all.forEach((each) -> fail(each, 10));
		assertThat(this.looks).hasSize(1);
		assertThat(look()).isTrue();
		assertThat(this.ejected).hasSize(10);
	}

	@Test
	void areNotSummonedByThoseThatGoOnFailing() {
		this.all.forEach((each) -> fail(each, 5));
		look();
		this.all.forEach((each) -> fail(each, 100));
		assertThat(this.looks).isEmpty();
	}

	@Test
	void seeThatThoseThatGoOnFailingAreOutAsSoonAsThereIsRoom() {
		this.all.forEach((each) -> fail(each, 5));
		look();
		Candidate last = this.all.get(99);
		this.judges.release(this.all.get(0));
		this.judges.tick();
		assertThat(last.stats().ejection()).as("nothing new is known of it").isNull();
		fail(last, 1);
		assertThat(this.looks).isEmpty();
		this.judges.tick();
		assertThat(last.stats().ejection()).isNotNull();
	}

	@Test
	void areSummonedAgainByWhoFailsWhileTheyLook() {
		Candidate other = this.all.get(50);
		fail(other, 4);
		this.meanwhile = () -> fail(other, 1);
		fail(this.all.get(99), 5);
		look();
		assertThat(other.stats().ejection()).isNull();
		assertThat(this.looks).hasSize(1);
		look();
		assertThat(this.ejected).extracting(Instance::getPort).containsExactly(100, 51);
	}

	@Test
	void areSummonedAgainAfterASuccess() {
		Candidate one = this.all.get(0);
		this.all.forEach((each) -> fail(each, 5));
		look();
		one.stats().end(one.stats().begin(), Outcome.SUCCESS);
		this.judges.tick();
		this.judges.release(one);
		fail(one, 5);
		assertThat(this.looks).hasSize(1);
	}

	private static void fail(Candidate candidate, int times) {
		for (int i = 0; i < times; i++) {
			candidate.stats().end(candidate.stats().begin(), Outcome.FAILURE);
		}
	}

	private boolean look() {
		return this.looks.remove().getAsBoolean();
	}

}
