package dev.discovery.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many questions are held back at once, for how long, and how often they are asked.
 */
class PollingPaceTests {

	private final VirtualTime time = new VirtualTime();

	private final HoldingRegistry registry = new HoldingRegistry();

	private final PollingBackend backend = new PollingBackend(
			new BackendRuntime("held", this.time, this.time, Randomness.seeded(7), RegistryObserver.NONE),
			this.registry, PollingBackend.Settings.DEFAULT);

	@Test
	void holdsFewServicesForTheWholeWait() {
		watch(60);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.registry.held).hasSize(60);
		assertThat(this.registry.waits.values())
			.allSatisfy((wait) -> assertThat(wait).isBetween(Duration.ofMillis(49_500), Duration.ofSeconds(55)));
		assertThat(this.registry.waits.values().stream().distinct().count()).isGreaterThan(30);
	}

	@Test
	void holdsAtMost64AtOnceAndReadsEachServiceEveryFiveSeconds() {
		for (int services : List.of(65, 200, 2_000)) {
			watch(services);
			this.time.advance(Duration.ofSeconds(10));
			this.registry.longestGap = Duration.ZERO;
			this.registry.mostHeld = 0;
			this.time.advance(Duration.ofSeconds(30));
			assertThat(this.registry.longestGap).as("%s services", services).isLessThan(Duration.ofSeconds(5));
			assertThat(this.registry.mostHeld).isEqualTo(64);
		}
	}

	@Test
	void makesRoomForLatecomersWithoutWaitingForTheLongPolls() {
		watch(64);
		this.time.advance(Duration.ofSeconds(1));
		watch(100);
		this.time.advance(Duration.ofSeconds(10));
		this.registry.longestGap = Duration.ZERO;
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.registry.longestGap).isLessThan(Duration.ofSeconds(5));
		assertThat(this.registry.asked.keySet()).hasSize(100);
	}

	@Test
	void waitsLongerAgainWhenServicesAreGone() {
		List<Watch> watches = watch(200);
		this.time.advance(Duration.ofSeconds(10));
		watches.subList(10, 200).forEach(Watch::close);
		this.registry.waits.clear();
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.registry.held).hasSize(10);
		assertThat(this.registry.waits.values())
			.allSatisfy((wait) -> assertThat(wait).isGreaterThan(Duration.ofSeconds(49)));
	}

	@Test
	void halvesThePlacesForTenMinutesWhenTheRegistryWantsToBeAskedLess() {
		watch(200);
		this.time.advance(Duration.ofSeconds(10));
		this.registry.failure = new BackendException(Kind.BUSY, "scripted", null, Duration.ofSeconds(1));
		this.registry.answer(this.registry.held.iterator().next());
		this.time.advance(Duration.ofMillis(1));
		this.registry.failure = null;
		this.time.advance(Duration.ofSeconds(30));
		this.registry.mostHeld = 0;
		this.time.advance(Duration.ofMinutes(9));
		assertThat(this.registry.mostHeld).isLessThanOrEqualTo(32);
		this.time.advance(Duration.ofMinutes(2));
		assertThat(this.registry.mostHeld).isEqualTo(64);
	}

	@Test
	void halvesThePlacesOnceWhenManyHearItTogether() {
		watch(200);
		this.time.advance(Duration.ofSeconds(10));
		this.registry.failure = new BackendException(Kind.BUSY, "scripted");
		List.copyOf(this.registry.held).forEach(this.registry::answer);
		this.time.advance(Duration.ofMillis(1));
		this.registry.failure = null;
		this.time.advance(Duration.ofSeconds(30));
		this.registry.mostHeld = 0;
		this.time.advance(Duration.ofMinutes(5));
		assertThat(this.registry.mostHeld).isEqualTo(32);
	}

	@Test
	void doesNotSpinWhenTheCursorChangesAndNothingElse() {
		watch(1);
		for (int i = 0; i < 6_000; i++) {
			this.time.advance(Duration.ofMillis(10));
			this.registry.index++;
			this.registry.answer("service-0");
		}
		assertThat(this.registry.asked.get("service-0")).hasSizeBetween(4, 8);
	}

	@Test
	void doesNotSpinWhenTheRegistryIgnoresTheCursor() {
		this.registry.holds = false;
		watch(1);
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.registry.asked.get("service-0")).hasSizeBetween(4, 8);
	}

	@Test
	void boundsHowOftenChangesAreRead() {
		watch(1);
		for (int i = 0; i < 6_000; i++) {
			this.time.advance(Duration.ofMillis(10));
			this.registry.index++;
			this.registry.content++;
			this.registry.answer("service-0");
		}
		assertThat(this.registry.asked.get("service-0")).hasSizeBetween(1_000, 1_400);
	}

	@Test
	void readsEveryOneOfAHundredQuickChangesAtOnce() {
		watch(1);
		this.time.advance(Duration.ofSeconds(1));
		for (int i = 0; i < 100; i++) {
			this.registry.index++;
			this.registry.content++;
			this.registry.answer("service-0");
			this.time.advance(Duration.ofMillis(2));
		}
		assertThat(this.registry.asked.get("service-0")).hasSize(102);
	}

	private List<Watch> watch(int services) {
		List<Watch> watches = new ArrayList<>();
		for (int i = 0; i < services; i++) {
			watches.add(this.backend.watch("service-" + i, new Recorder()));
		}
		return watches;
	}

	/**
	 * Holds every question that has the current cursor, and keeps the books.
	 */
	private final class HoldingRegistry implements RegistryReader {

		private final Set<String> held = new HashSet<>();

		private final Map<String, Duration> waits = new HashMap<>();

		private final Map<String, List<Long>> asked = new HashMap<>();

		private final Map<String, CompletableFuture<Reading>> answers = new HashMap<>();

		private @Nullable BackendException failure;

		private boolean holds = true;

		private long index = 1;

		private int content = 1;

		private int mostHeld;

		private Duration longestGap = Duration.ZERO;

		@Override
		public CompletionStage<Reading> read(String serviceId, @Nullable String cursor, Duration maxWait) {
			long now = PollingPaceTests.this.time.nanos();
			List<Long> times = this.asked.computeIfAbsent(serviceId, (id) -> new ArrayList<>());
			if (!times.isEmpty()) {
				Duration gap = Duration.ofNanos(now - times.get(times.size() - 1));
				this.longestGap = (gap.compareTo(this.longestGap) > 0) ? gap : this.longestGap;
			}
			times.add(now);
			CompletableFuture<Reading> answer = new CompletableFuture<>();
			this.answers.put(serviceId, answer);
			answer.whenComplete((reading, cause) -> this.held.remove(serviceId));
			if (!this.holds || !Long.toString(this.index).equals(cursor)) {
				answer(serviceId);
				return answer;
			}
			this.held.add(serviceId);
			this.waits.put(serviceId, maxWait);
			this.mostHeld = Math.max(this.mostHeld, this.held.size());
			PollingPaceTests.this.time.schedule(() -> {
				if (this.answers.get(serviceId) == answer) {
					answer(serviceId);
				}
			}, maxWait);
			return answer;
		}

		private void answer(String serviceId) {
			CompletableFuture<Reading> answer = this.answers.get(serviceId);
			if (answer == null) {
				return;
			}
			if (this.failure != null) {
				answer.completeExceptionally(this.failure);
				return;
			}
			Instance instance = Instance.builder(serviceId, "10.0.0.1", 1 + this.content % 60_000).build();
			answer.complete(new Reading(List.of(instance), Long.toString(this.index), Duration.ZERO));
		}

		@Override
		public CompletionStage<NamesReading> readNames(@Nullable String cursor, Duration maxWait) {
			return new CompletableFuture<>();
		}

	}

}
