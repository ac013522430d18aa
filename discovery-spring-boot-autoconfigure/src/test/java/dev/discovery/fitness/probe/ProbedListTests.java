package dev.discovery.fitness.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is asked, when, and how many at once.
 */
class ProbedListTests extends ProberFixture {

	private final Instance one = instance(1);

	private final Instance two = instance(2);

	/**
	 * The complaint of spring-cloud-commons #842, #899 and #1099: the health-check
	 * supplier pins old instances.
	 */
	@Test
	void theHealthCheckPinsNoOldInstances() {
		this.prober.follow("orders", List.of(this.one));
		passAnInterval();
		this.prober.follow("orders", List.of(this.two));
		this.probe.asked.clear();
		pass(SOON);
		assertThat(this.probe.asked).containsExactly(this.two);
		pass(Duration.ofHours(1));
		assertThat(this.probe.asked).doesNotContain(this.one);
		assertThat(this.prober.check("orders", this.one)).isCompletedWithValue(false);
		assertThat(this.probe.asked).doesNotContain(this.one);
	}

	/**
	 * The same complaint, its other half: an answer that comes late brings nobody back.
	 */
	@Test
	void theAnswerOfAnInstanceThatLeftMeanwhileChangesNothing() {
		this.plan = new ProbePlan(this.probe, INTERVAL, 1, 1);
		this.probe.holds = true;
		this.prober.follow("orders", List.of(this.one));
		pass(SOON);
		var check = this.prober.check("orders", this.one).toCompletableFuture();
		this.prober.follow("orders", List.of());
		assertThat(check).isCompletedWithValue(false);
		this.probe.answer("refused");
		pass(Duration.ofHours(1));
		assertThat(this.verdicts).isEmpty();
		assertThat(this.probe.asked).hasSize(1);
	}

	@Test
	void aNewInstanceIsAskedSoonAndTheOthersAsBefore() {
		this.prober.follow("orders", List.of(this.one));
		pass(SOON);
		this.probe.asked.clear();
		for (int i = 0; i < 20; i++) {
			this.prober.follow("orders", List.of(this.one, this.two));
			pass(Duration.ofMillis(150));
		}
		assertThat(this.probe.asked).containsExactly(this.two);
	}

	@Test
	void aServiceThatIsForgottenIsNotAsked() {
		this.prober.follow("orders", instances(5));
		pass(SOON);
		this.prober.forget("orders");
		this.probe.asked.clear();
		pass(Duration.ofHours(1));
		assertThat(this.probe.asked).isEmpty();
		assertThat(this.time.waiting()).isEmpty();
	}

	@Test
	void asksWhoIsUpOnly() {
		this.prober.follow("orders", List.of(this.one.withHealth(Health.OUT_OF_SERVICE)));
		pass(Duration.ofHours(1));
		assertThat(this.probe.asked).isEmpty();
		this.prober.follow("orders", List.of(this.one));
		pass(SOON);
		assertThat(this.probe.asked).hasSize(1);
		this.prober.follow("orders", List.of(this.one.withHealth(Health.DOWN)));
		pass(Duration.ofHours(1));
		assertThat(this.probe.asked).hasSize(1);
	}

	@Test
	void whoComesBackUnderTheSameIdElsewhereStartsAfresh() {
		this.probe.ails(this.one, "refused");
		this.prober.follow("orders", List.of(this.one));
		pass(SOON.multipliedBy(2));
		Instance moved = Instance.builder("orders", "10.0.0.9", 8080).instanceId("orders-1").build();
		this.prober.follow("orders", List.of(moved));
		assertThat(this.verdicts).containsExactly("orders-1 unhealthy: refused", "orders-1 healthy");
		this.probe.asked.clear();
		pass(SOON);
		assertThat(this.probe.asked.get(0).getHost()).isEqualTo("10.0.0.9");
	}

	@Test
	void otherMetadataAreAskedByWithoutAFreshStart() {
		this.prober.follow("orders", List.of(this.one));
		pass(SOON);
		Instance changed = Instance.builder("orders", this.one.getHost(), this.one.getPort())
			.instanceId("orders-1")
			.metadata(Map.of("health-path", "/fine"))
			.build();
		this.prober.follow("orders", List.of(changed));
		pass(SOON);
		assertThat(this.probe.asked).hasSize(1);
		passAnInterval();
		assertThat(this.probe.asked.get(1).getMetadata()).containsEntry("health-path", "/fine");
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4711, 20261125 })
	void firstQuestionsAreSpreadAndLaterOnesJittered(long seed) {
		Map<String, Long> last = new HashMap<>();
		List<Duration> firsts = new ArrayList<>();
		List<Duration> gaps = new ArrayList<>();
		long began = this.time.nanos();
		this.plan = new ProbePlan((instance) -> {
			Long before = last.put(instance.getInstanceId(), this.time.nanos());
			((before != null) ? gaps : firsts)
				.add(Duration.ofNanos(this.time.nanos() - ((before != null) ? before : began)));
			return this.probe.probe(instance);
		}, INTERVAL, 2, 1);
		ActiveProber prober = prober(16, seed);
		prober.follow("orders", instances(100));
		pass(Duration.ofMinutes(10));
		assertThat(firsts).hasSize(100).allSatisfy((first) -> assertThat(first).isLessThan(SOON));
		assertThat(firsts.stream().map(Duration::toSeconds)).contains(0L, 1L, 2L);
		assertThat(gaps).hasSizeGreaterThan(1_700)
			.allSatisfy((gap) -> assertThat(gap).isBetween(Duration.ofSeconds(27), Duration.ofSeconds(33)));
		assertThat(gaps.stream().map(Duration::toSeconds)).contains(27L, 28L, 29L, 30L, 31L, 32L);
	}

	@Test
	void neverAsksMoreThanSoManyAtOnceOverAllServices() {
		this.probe.holds = true;
		ActiveProber prober = prober(4, 7);
		prober.follow("orders", instances(50));
		prober.follow("billing", instances(50));
		pass(SOON);
		assertThat(this.probe.asked).hasSize(4);
		for (int i = 5; i <= 100; i++) {
			this.probe.answer(null);
			assertThat(this.probe.held).hasSize(4);
			assertThat(this.probe.asked).hasSize(i);
		}
	}

	@Test
	void aCheckGoesBeforeThoseThatWaitForTheirTurn() {
		this.probe.holds = true;
		ActiveProber prober = prober(1, 7);
		List<Instance> all = instances(3);
		prober.follow("orders", all.subList(0, 2));
		pass(SOON);
		prober.follow("orders", all);
		prober.check("orders", all.get(2));
		this.probe.answer(null);
		assertThat(this.probe.asked).hasSize(2).last().isEqualTo(all.get(2));
	}

	/**
	 * With one place only, each of those that left has to give it on to the next.
	 */
	@Test
	void tenThousandThatLeaveTheQueueAtOnceCostNoStack() {
		this.probe.holds = true;
		ActiveProber prober = prober(1, 7);
		List<Instance> many = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			many.add(Instance.builder("orders", "10.0.0.1", 1 + i).build());
		}
		prober.follow("orders", many);
		pass(SOON);
		prober.follow("orders", List.of());
		prober.follow("billing", List.of(this.one));
		pass(SOON);
		this.probe.answer(null);
		assertThat(this.probe.asked).hasSize(2);
		assertThat(this.probe.asked.get(1)).isEqualTo(this.one);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 99, 4711 })
	void whateverTheListDoesOnlyWhoIsListedIsAsked(long seed) {
		Random random = new Random(seed);
		List<Instance> live = new ArrayList<>();
		List<Instance> strangers = new ArrayList<>();
		this.plan = new ProbePlan((instance) -> {
			if (!live.contains(instance)) {
				strangers.add(instance);
			}
			return this.probe.probe(instance);
		}, INTERVAL, 2, 1);
		ActiveProber prober = prober(3, seed);
		for (int i = 0; i < 500; i++) {
			live.clear();
			instances(12).stream().filter((instance) -> random.nextBoolean()).forEach(live::add);
			instances(12).forEach((instance) -> this.probe.ails(instance, random.nextBoolean() ? null : "refused"));
			prober.follow("orders", live);
			pass(Duration.ofMillis(random.nextInt(5_000)));
		}
		assertThat(strangers).as("seed " + seed).isEmpty();
		assertThat(this.verdicts).isNotEmpty();
		this.verdicts.clear();
		live.clear();
		live.addAll(instances(12));
		live.forEach((instance) -> this.probe.ails(instance, null));
		prober.follow("orders", live);
		pass(INTERVAL.multipliedBy(3));
		assertThat(this.verdicts).as("seed " + seed).noneMatch((verdict) -> verdict.contains("unhealthy"));
		assertThat(live).allMatch((instance) -> prober.check("orders", instance).toCompletableFuture().join());
	}

}
