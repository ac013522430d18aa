package dev.discovery.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services that the registry won't show, beside others that it shows: how long those
 * wait, and what the refused ones cost.
 */
class RefusedServicesTests {

	/** As of a registry that says so in an answer: it is well. */
	private static final Function<String, BackendException> ONLY_THIS = (serviceId) -> new RefusedQuestionException(
			"not " + serviceId, null, null, null);

	/** As of one that may as well refuse everybody. */
	private static final Function<String, BackendException> PERHAPS_ALL = (serviceId) -> new BackendException(
			Kind.DENIED, "not " + serviceId);

	private static final int PERMITTED = 30;

	private static final Duration STEP = Duration.ofMillis(50);

	private VirtualTime time = new VirtualTime();

	private ScriptedRegistry registry = new ScriptedRegistry(this.time);

	private ServiceBackend backend = backend(1);

	private List<Recorder> refused = new ArrayList<>();

	private List<Recorder> permitted = new ArrayList<>();

	private ServiceBackend backend(long seed) {
		return new PollingBackend(
				new BackendRuntime("scripted", this.time, this.time, Randomness.seeded(seed), RegistryObserver.NONE),
				this.registry, PollingBackend.Settings.DEFAULT);
	}

	private void begin(long seed) {
		this.time = new VirtualTime();
		this.registry = new ScriptedRegistry(this.time);
		this.backend = backend(seed);
		this.refused = new ArrayList<>();
		this.permitted = new ArrayList<>();
	}

	@Test
	void anyNumberOfThemBlocksNobodyFromTheStartWhereOnlyTheyAreRefused() {
		for (int count : List.of(1, 2, 3, 10)) {
			assertThat(slowestStart(count, PERMITTED, ONLY_THIS)).as("%s refused", count)
				.isLessThan(Duration.ofSeconds(3));
		}
	}

	@Test
	void upToThreeBlockNobodyFromTheStartWhereAllMayBeRefused() {
		for (int count : List.of(1, 2, 3)) {
			assertThat(slowestStart(count, PERMITTED, PERHAPS_ALL)).as("%s refused", count)
				.isLessThan(Duration.ofSeconds(3));
		}
	}

	@Test
	void fewAmongManyBlockNobodyFromTheStart() {
		assertThat(slowestStart(10, 190, PERHAPS_ALL)).isLessThan(Duration.ofSeconds(3));
		assertThat(slowestStart(10, 190, ONLY_THIS)).isLessThan(Duration.ofSeconds(3));
	}

	private Duration slowestStart(int refused, int permitted, Function<String, BackendException> refusal) {
		Duration slowest = Duration.ZERO;
		for (int seed = 0; seed < 20; seed++) {
			begin(seed);
			watch(refused, permitted, refusal);
			Duration took = untilAnswered(1);
			slowest = (took.compareTo(slowest) > 0) ? took : slowest;
			assertThat(this.permitted).allMatch((recorder) -> recorder.errors().isEmpty());
			this.time.advance(Duration.ofMinutes(1));
			assertOwnErrorsOnly();
			this.backend.close();
		}
		return slowest;
	}

	@Test
	void theyBlockNobodyAfterAnOutage() {
		for (Function<String, BackendException> refusal : List.of(ONLY_THIS, PERHAPS_ALL)) {
			for (int count : List.of(1, 2, 3, 10)) {
				for (int seed = 0; seed < 10; seed++) {
					begin(seed);
					watch(count, PERMITTED, refusal);
					this.time.advance(Duration.ofMinutes(10));
					int known = this.permitted.get(0).snapshots().size();
					this.registry.fail(Kind.UNREACHABLE);
					this.time.advance(Duration.ofMinutes(1));
					this.registry.mend();
					assertThat(untilAnswered(known + 1)).as("%s refused, seed %s", count, seed)
						.isLessThan(Duration.ofSeconds(3));
					this.backend.close();
				}
			}
		}
	}

	/**
	 * When the registry is asked again after errors is said by its pace.
	 */
	@Test
	void theyBlockNobodyOnceTheRegistryAnswersAgainAfterErrors() {
		for (Function<String, BackendException> refusal : List.of(ONLY_THIS, PERHAPS_ALL)) {
			for (int count : List.of(1, 2, 3, 10)) {
				for (int seed = 0; seed < 10; seed++) {
					assertAnsweredSoonAfterErrors(count, PERMITTED, Duration.ofMinutes(1), refusal, seed);
				}
			}
		}
	}

	@Test
	void theyDoNotBlockTheOnlyOneThatIsPermittedOnceTheRegistryAnswersAgainAfterErrors() {
		for (Function<String, BackendException> refusal : List.of(ONLY_THIS, PERHAPS_ALL)) {
			for (int count : List.of(1, 2, 3, 10)) {
				for (int seed = 0; seed < 20; seed++) {
					assertAnsweredSoonAfterErrors(count, 1, Duration.ofMillis(100), refusal, seed);
					assertAnsweredSoonAfterErrors(count, 1, Duration.ofMinutes(1), refusal, seed);
				}
			}
		}
	}

	private void assertAnsweredSoonAfterErrors(int refused, int permitted, Duration outage,
			Function<String, BackendException> refusal, int seed) {
		begin(seed);
		watch(refused, permitted, refusal);
		this.time.advance(Duration.ofMinutes(10).plusSeconds(seed * 7L));
		int known = this.permitted.get(0).snapshots().size();
		this.registry.fail(Kind.UNAVAILABLE);
		this.time.advance(outage);
		this.registry.mend();
		this.registry.asked.clear();
		while (this.registry.asked.isEmpty()) {
			this.time.advance(STEP);
		}
		assertThat(untilAnswered(known + 1)).as("%s refused, seed %s", refused, seed).isLessThan(Duration.ofSeconds(3));
		this.backend.close();
	}

	@Test
	void aWatchOpenedBesideNobodyElseIsAnsweredSoon() {
		for (Function<String, BackendException> refusal : List.of(ONLY_THIS, PERHAPS_ALL)) {
			begin(3);
			watch(3, 0, refusal);
			this.time.advance(Duration.ofMinutes(30));
			watch(0, 1, refusal);
			assertThat(untilAnswered(1)).isLessThan(Duration.ofSeconds(1));
			assertThat(this.permitted.get(0).errors()).isEmpty();
		}
	}

	@Test
	void eachIsAskedAgainInASlowRhythmOfItsOwn() {
		watch(10, PERMITTED, ONLY_THIS);
		this.time.advance(Duration.ofMinutes(2));
		this.registry.asked.clear();
		this.time.advance(Duration.ofMinutes(10));
		for (int i = 0; i < 10; i++) {
			String question = "refused-" + i + " null";
			assertThat(this.registry.asked.stream().filter(question::equals).count()).isBetween(10L, 20L);
		}
		assertOwnErrorsOnly();
	}

	@Test
	void oneIsFoundOnceItIsPermitted() {
		watch(10, PERMITTED, ONLY_THIS);
		this.time.advance(Duration.ofMinutes(10));
		this.registry.mendService("refused-7");
		this.time.advance(Duration.ofSeconds(61));
		assertThat(this.refused.get(7).snapshots()).hasSize(1);
	}

	@Test
	void oneIsFoundThoughTheOnlyOtherServiceIsBroken() {
		watch(1, 0, ONLY_THIS);
		this.registry.breakService("broken", Kind.UNAVAILABLE);
		this.backend.watch("broken", new Recorder());
		this.time.advance(Duration.ofMinutes(10));
		this.registry.mendService("refused-0");
		this.time.advance(Duration.ofMinutes(3));
		assertThat(this.refused.get(0).snapshots()).hasSize(1);
	}

	@Test
	void whereEverybodyIsRefusedEachIsAskedOnceAndOneOfThemNowAndThen() {
		watch(50, 0, ONLY_THIS);
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.registry.asked).hasSize(50).doesNotHaveDuplicates();
		assertOwnErrorsOnly();
		this.registry.asked.clear();
		for (int i = 1; i <= 20; i++) {
			this.time.advance(Duration.ofSeconds(30));
			assertThat(this.registry.asked).hasSizeLessThanOrEqualTo(i);
		}
		assertThat(this.registry.asked).hasSizeGreaterThanOrEqualTo(9);
	}

	@Test
	void whereEverybodyMayBeRefusedFourAreAskedAndAllHearOfIt() {
		watch(50, 0, PERHAPS_ALL);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.refused).allMatch((recorder) -> recorder.errors().size() == 1);
		this.time.advance(Duration.ofSeconds(9));
		assertThat(this.registry.asked).hasSize(4).doesNotHaveDuplicates();
	}

	@Test
	void othersHearOfARefusalInWordsThatDoNotNameTheService() {
		watch(50, 0, (serviceId) -> new RefusedQuestionException("not " + serviceId, "not anything", null, null));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.refused.stream()
			.filter((recorder) -> recorder.errors().get(0).getMessage().equals("not anything"))).hasSize(46);
	}

	@Test
	void everybodyIsFoundWhenAllOfThemAreAllowedAgain() {
		for (Function<String, BackendException> refusal : List.of(ONLY_THIS, PERHAPS_ALL)) {
			begin(5);
			watch(30, 0, refusal);
			this.time.advance(Duration.ofMinutes(30));
			IntStream.range(0, 30).forEach((i) -> this.registry.mendService("refused-" + i));
			this.time.advance(Duration.ofSeconds(61));
			assertThat(this.refused).allMatch((recorder) -> recorder.snapshots().size() == 1);
		}
	}

	private void watch(int refused, int permitted, Function<String, BackendException> refusal) {
		for (int i = 0; i < refused; i++) {
			String serviceId = "refused-" + i;
			this.registry.breakService(serviceId, refusal.apply(serviceId));
			this.refused.add(watch(serviceId));
		}
		for (int i = 0; i < permitted; i++) {
			this.permitted.add(watch("permitted-" + i));
		}
	}

	private Recorder watch(String serviceId) {
		Recorder recorder = new Recorder();
		this.backend.watch(serviceId, recorder);
		return recorder;
	}

	private Duration untilAnswered(int snapshots) {
		long began = this.time.nanos();
		Duration took = Duration.ZERO;
		while (took.toMinutes() < 5
				&& this.permitted.stream().anyMatch((recorder) -> recorder.snapshots().size() < snapshots)) {
			this.time.advance(STEP);
			took = Duration.ofNanos(this.time.nanos() - began);
		}
		return took;
	}

	private void assertOwnErrorsOnly() {
		for (int i = 0; i < this.refused.size(); i++) {
			assertThat(this.refused.get(i).errors()).isNotEmpty();
			for (BackendException error : this.refused.get(i).errors()) {
				assertThat(error).hasMessage("not refused-" + i);
			}
		}
	}

}
