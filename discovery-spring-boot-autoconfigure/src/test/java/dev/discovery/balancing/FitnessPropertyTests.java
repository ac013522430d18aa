package dev.discovery.balancing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.Outcome;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.QuietLog;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever calls do and the registry says, in hundreds of histories: somebody is picked
 * while anybody is UP, never too many are out, and in the end all are back.
 */
@ExtendWith(QuietLog.class)
class FitnessPropertyTests {

	private static final int STEPS = 200;

	static IntStream seeds() {
		return IntStream.rangeClosed(1, 300);
	}

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void neverTakesOutTooManyAndBringsAllBack(int seed) {
		new History(seed).run();
	}

	private static final class History {

		private final Random random;

		private final VirtualTime time = new VirtualTime();

		private final ScriptedBackend backend = new ScriptedBackend();

		private final Balancer balancer;

		private final List<Runnable> open = new ArrayList<>();

		History(int seed) {
			this.random = new Random(seed);
			ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
					this.time, DirectoryObserver.NONE);
			this.balancer = new Balancer(directory,
					(serviceId) -> BalancingSettings.of(Policies.all().get(this.random.nextInt(Policies.all().size()))),
					new BalancingRuntime(this.time, this.time, Randomness.seeded(seed), BalancingObserver.NONE));
			directory.prewarm(List.of("orders"));
		}

		void run() {
			answer();
			for (int step = 0; step < STEPS; step++) {
				step();
				check();
			}
			this.open.forEach(Runnable::run);
			this.time.advance(Duration.ofMinutes(20));
			assertThat(this.balancer.pool("orders").selection().unfit()).isEmpty();
			assertThat(judged()).allSatisfy((stats) -> {
				assertThat(stats.inFlight()).isZero();
				assertThat(stats.ejection()).isNull();
				assertThat(stats.share()).isEqualTo(1000);
			});
		}

		private void step() {
			switch (this.random.nextInt(8)) {
				case 0 -> answer();
				case 1 -> this.time.advance(Duration.ofMillis(this.random.nextInt(40_000)));
				case 2 -> this.time.pause(Duration.ofMillis(this.random.nextInt(10_000)));
				case 3 -> endOne();
				default -> call();
			}
		}

		private void answer() {
			this.backend.answer("orders", ScriptedBackend.instances("orders", 1, 1 + this.random.nextInt(12)));
		}

		private void call() {
			Candidate candidate = this.balancer.pick("orders", PickContext.NONE);
			InstanceStats stats = candidate.stats();
			int port = candidate.instance().getPort();
			for (int i = this.random.nextInt(30); i >= 0; i--) {
				long stamp = stats.begin();
				if (this.random.nextInt(20) == 0) {
					this.open.add(() -> stats.end(stamp, Outcome.SUCCESS));
				}
				else {
					stats.end(stamp, (port % 3 == 0) ? Outcome.FAILURE
							: Outcome.values()[this.random.nextInt(Outcome.values().length)]);
				}
			}
		}

		private void endOne() {
			if (!this.open.isEmpty()) {
				this.open.remove(this.random.nextInt(this.open.size())).run();
			}
		}

		private void check() {
			Selection selection = this.balancer.pool("orders").selection();
			int all = selection.fit().length + selection.unfit().length;
			assertThat(selection.fit()).isNotEmpty();
			assertThat(this.balancer.pick("orders", PickContext.NONE)).isNotNull();
			// a list that has become shorter may hold more of them than may be added to
			// it
			assertThat(selection.unfit()).filteredOn(History::isThere).hasSizeLessThanOrEqualTo(all / 2 + 1);
			if (!selection.panic()) {
				assertThat(selection.fit()).allMatch((candidate) -> candidate.stats().ejection() == null);
			}
		}

		/** Of those who aren't there are never too many. */
		private static boolean isThere(Candidate candidate) {
			Ejection ejection = candidate.stats().ejection();
			return ejection == null || ejection.reason() != Ejection.Reason.UNREACHABLE;
		}

		private List<InstanceStats> judged() {
			Selection selection = this.balancer.pool("orders").selection();
			return Stream.of(selection.fit(), selection.unfit()).flatMap(Stream::of).map(Candidate::stats).toList();
		}

	}

}
