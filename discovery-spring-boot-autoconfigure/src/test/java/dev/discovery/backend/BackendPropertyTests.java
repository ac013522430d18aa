package dev.discovery.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever happens to a registry in whatever order: what a watch hears was true when it
 * heard it, is never repeated without need, and is the whole truth in the end.
 */
class BackendPropertyTests {

	private static final int SEEDS = 300;

	private static final int STEPS = 60;

	private static final List<String> SERVICES = List.of("orders", "payments", "users");

	@ParameterizedTest
	@ValueSource(strings = { "polling", "mirror", "delta" })
	void watchesHearNothingButTheTruth(String shape) {
		for (long seed = 0; seed < SEEDS; seed++) {
			new Run(shape, seed).check();
		}
	}

	private static final class Run {

		private final String label;

		private final Random dice;

		private final VirtualTime time = new VirtualTime();

		private final ScriptedRegistry registry = new ScriptedRegistry(this.time);

		private final ServiceBackend backend;

		private boolean calm;

		private final List<Recorder> recorders = new ArrayList<>();

		private final List<String> followed = new ArrayList<>();

		private final List<Watch> watches = new ArrayList<>();

		private final Map<String, List<List<Instance>>> history = new HashMap<>();

		Run(String shape, long seed) {
			this.label = shape + ", seed " + seed;
			this.dice = new Random(seed);
			SERVICES.forEach((service) -> this.history.put(service, new ArrayList<>(List.of(List.of()))));
			BackendRuntime runtime = new BackendRuntime("scripted", this.time, this.time, Randomness.seeded(seed),
					RegistryObserver.NONE);
			this.backend = switch (shape) {
				case "polling" -> new PollingBackend(runtime, this.registry, PollingBackend.Settings.DEFAULT);
				case "mirror" -> new MirrorBackend(runtime, this::fetchAll, UnaryOperator.identity());
				default -> new MirrorBackend(runtime, this::fetchEach, UnaryOperator.identity());
			};
		}

		private CompletableFuture<Duration> fetchAll(MirrorSink sink) {
			if (this.registry.failure() != null) {
				return CompletableFuture.failedFuture(this.registry.failure());
			}
			sink.replaceAll(this.registry.all());
			return CompletableFuture.completedFuture(Duration.ofSeconds(2));
		}

		private CompletableFuture<Duration> fetchEach(MirrorSink sink) {
			for (String service : SERVICES) {
				if (this.registry.failure() != null || (!this.calm && this.dice.nextInt(20) == 0)) {
					return CompletableFuture.failedFuture(new BackendException(Kind.UNAVAILABLE, "scripted"));
				}
				sink.replace(service, this.registry.instances(service));
			}
			return CompletableFuture.completedFuture(Duration.ofSeconds(2));
		}

		void check() {
			for (int i = 0; i < STEPS; i++) {
				step();
				this.time.advance(Duration.ofMillis(this.dice.nextInt(4000)));
			}
			this.calm = true;
			this.registry.mend();
			this.time.advance(Duration.ofMinutes(3));
			for (int i = 0; i < this.recorders.size(); i++) {
				Recorder recorder = this.recorders.get(i);
				assertThat(recorder.last()).as(this.label).isInstanceOf(ServiceSnapshot.class);
				assertThat(recorder.ids()).as(this.label).isEqualTo(truth(this.followed.get(i)));
				assertNoRepetition(recorder);
				assertTruthInOrder(recorder, this.history.getOrDefault(this.followed.get(i), List.of()));
			}
			this.backend.close();
		}

		private void step() {
			String service = SERVICES.get(this.dice.nextInt(SERVICES.size()));
			Instance instance = Instance.builder(service, "10.0.0.1", 1000 + this.dice.nextInt(4))
				.health((this.dice.nextInt(4) == 0) ? Health.DOWN : Health.UP)
				.build();
			switch (this.dice.nextInt(10)) {
				case 0, 1, 2 -> this.registry.put(instance);
				case 3, 4 -> this.registry.remove(instance);
				case 5 -> this.registry.fail(Kind.values()[this.dice.nextInt(Kind.values().length)]);
				case 6 -> this.registry.mend();
				case 7 -> closeOne();
				default -> watch(service);
			}
			this.history.forEach((id, truths) -> truths.add(this.registry.instances(id)));
		}

		private void watch(String service) {
			Recorder recorder = new Recorder();
			this.recorders.add(recorder);
			this.followed.add(service);
			this.watches.add(this.backend.watch(service, recorder));
		}

		private void closeOne() {
			if (!this.watches.isEmpty()) {
				int index = this.dice.nextInt(this.watches.size());
				this.watches.remove(index).close();
				this.followed.remove(index);
				this.recorders.remove(index);
			}
		}

		private List<String> truth(String service) {
			return this.registry.instances(service).stream().map(Instance::getInstanceId).sorted().toList();
		}

		/**
		 * Each snapshot was the truth at some moment, none of them before the one heard
		 * before it.
		 */
		private void assertTruthInOrder(Recorder recorder, List<List<Instance>> history) {
			int moment = 0;
			for (ServiceSnapshot heard : recorder.snapshots()) {
				while (moment < history.size() && !same(heard, history.get(moment))) {
					moment++;
				}
				assertThat(moment).as(this.label).isLessThan(history.size());
			}
		}

		private static boolean same(ServiceSnapshot heard, List<Instance> truth) {
			return heard.sameContent(ServiceSnapshot.of(heard.serviceId(), truth));
		}

		private void assertNoRepetition(Recorder recorder) {
			Object before = null;
			for (Object event : recorder.events()) {
				if (before instanceof ServiceSnapshot one && event instanceof ServiceSnapshot two) {
					assertThat(one.sameContent(two)).as(this.label).isFalse();
				}
				before = event;
			}
		}

	}

}
