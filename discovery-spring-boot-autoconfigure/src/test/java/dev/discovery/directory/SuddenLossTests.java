package dev.discovery.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.Provenance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A registry that can be asked says that most of a service is gone.
 */
@ExtendWith(OutputCaptureExtension.class)
class SuddenLossTests {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final List<Integer> held = new ArrayList<>();

	private final ServiceDirectory directory = directory(Duration.ofSeconds(30), Duration.ofSeconds(60));

	@Test
	void holdsTenInstancesThatVanishAtOnceForThirtySecondsAndThenBelievesIt() {
		answer(instances(10));
		answer();
		assertThat(up()).hasSize(10);
		assertThat(snapshot().provenance()).isEqualTo(Provenance.LIVE);
		assertThat(this.directory.entry("orders").held()).isEqualTo(10);
		this.time.advance(Duration.ofMillis(29_999));
		assertThat(up()).hasSize(10);
		this.time.advance(Duration.ofMillis(1));
		assertThat(up()).isEmpty();
		assertThat(snapshot().limbo()).isEmpty();
		assertThat(this.directory.entry("orders").held()).isZero();
		assertThat(this.held).containsExactly(10);
	}

	@Test
	void putsWhatIsLostOfTenInLimboForAMinuteWhereThreeAreLeft() {
		answer(instances(10));
		answer(instances(3));
		assertThat(up()).hasSize(3);
		assertThat(snapshot().instances()).hasSize(3);
		assertThat(snapshot().limbo()).hasSize(7).doesNotContainAnyElementsOf(snapshot().instances());
		assertThat(this.held).containsExactly(7);
		this.time.advance(Duration.ofMillis(59_999));
		assertThat(snapshot().limbo()).hasSize(7);
		this.time.advance(Duration.ofMillis(1));
		assertThat(snapshot().limbo()).isEmpty();
		assertThat(up()).hasSize(3);
	}

	@Test
	void believesAtOnceThatTheOnlyOneIsGone() {
		answer(instances(1));
		answer();
		assertThat(up()).isEmpty();
		assertThat(snapshot().limbo()).isEmpty();
		assertThat(this.held).isEmpty();
	}

	@Test
	void believesAtOnceWhoeverLeavesOneByOne() {
		for (int left = 10; left >= 0; left--) {
			answer(instances(left));
			assertThat(up()).hasSize(left);
		}
		assertThat(this.held).isEmpty();
	}

	@Test
	void believesThatHalfIsGone() {
		answer(instances(10));
		answer(instances(5));
		assertThat(up()).hasSize(5);
		assertThat(snapshot().limbo()).isEmpty();
	}

	@Test
	void leavesLimboWhenItIsListedAgainUnderItsIdOrAtItsAddress() {
		answer(instances(5));
		answer(instances(1));
		assertThat(snapshot().limbo()).hasSize(4);
		answer(instances(2));
		assertThat(snapshot().limbo()).hasSize(3);
		Instance renamed = Instance.builder("orders", "localhost", 3).instanceId("renamed").build();
		answer(ScriptedBackend.instance("orders", 1), ScriptedBackend.instance("orders", 2), renamed);
		assertThat(snapshot().limbo()).extracting(Instance::getPort).containsExactly(4, 5);
	}

	@Test
	void countsLimboFromEachLossAlone() {
		answer(instances(10));
		answer(instances(4));
		this.time.advance(Duration.ofSeconds(40));
		answer(instances(1));
		assertThat(snapshot().limbo()).hasSize(9);
		this.time.advance(Duration.ofSeconds(20));
		assertThat(snapshot().limbo()).hasSize(3);
		this.time.advance(Duration.ofSeconds(40));
		assertThat(snapshot().limbo()).isEmpty();
	}

	@Test
	void keepsLimboAsLongAsTheRegistryIsAway() {
		answer(instances(10));
		answer(instances(3));
		this.time.advance(Duration.ofSeconds(59));
		this.backend.fail("orders");
		this.time.advance(Duration.ofHours(1));
		assertThat(snapshot().limbo()).hasSize(7);
		assertThat(snapshot().provenance()).isEqualTo(Provenance.STALE);
		answer(instances(3));
		assertThat(snapshot().limbo()).hasSize(7);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(snapshot().limbo()).isEmpty();
	}

	@Test
	void endsTheHoldOfWhatIsListedAgainAndKeepsTheRest() {
		answer(instances(3));
		answer();
		answer(instances(1));
		assertThat(up()).hasSize(3);
		assertThat(this.directory.entry("orders").held()).isEqualTo(2);
		this.time.advance(Duration.ofSeconds(30));
		assertThat(up()).hasSize(1);
	}

	@Test
	void believesARegistryThatSaysThatAllAreDown() {
		answer(instances(3));
		answer(IntStream.rangeClosed(1, 3).mapToObj((port) -> withHealth(port, Health.DOWN)).toArray(Instance[]::new));
		assertThat(up()).isEmpty();
		assertThat(snapshot().instances()).hasSize(3);
		assertThat(this.held).isEmpty();
	}

	@Test
	void holdsWhatVanishedWhereTheOthersTurnedDown() {
		answer(instances(4));
		answer(withHealth(1, Health.DOWN), withHealth(2, Health.DOWN));
		assertThat(up()).extracting(ServiceInstance::getPort).containsExactly(3, 4);
		this.time.advance(Duration.ofSeconds(30));
		assertThat(up()).isEmpty();
	}

	@Test
	void believesThatAllWereReplaced() {
		answer(instances(3));
		answer(IntStream.rangeClosed(11, 13)
			.mapToObj((port) -> ScriptedBackend.instance("orders", port))
			.toArray(Instance[]::new));
		assertThat(up()).extracting(ServiceInstance::getPort).containsExactly(11, 12, 13);
		assertThat(snapshot().limbo()).isEmpty();
		assertThat(this.held).isEmpty();
	}

	@Test
	void believesAtOnceWhereBothAreSwitchedOff() {
		ServiceDirectory trusting = directory(Duration.ZERO, Duration.ZERO);
		trusting.entry("orders");
		answer(instances(10));
		answer(instances(3));
		assertThat(trusting.lookup("orders").limbo()).isEmpty();
		answer();
		assertThat(trusting.lookup("orders").up()).isEmpty();
	}

	@Test
	void holdsNamesThatVanishAtOnce() {
		this.directory.namesAsync();
		this.backend.answerNames("billing", "orders");
		this.backend.answerNames();
		assertThat(this.directory.names()).containsExactly("billing", "orders");
		this.time.advance(Duration.ofSeconds(30));
		assertThat(this.directory.names()).isEmpty();
	}

	@Test
	void saysSoOnceWhenItBeginsAndOnceWhenItIsOver(CapturedOutput output) {
		answer(instances(10));
		answer(instances(3));
		answer(instances(1));
		answer(instances(1));
		this.time.advance(Duration.ofMinutes(2));
		assertThat(output.getOut().lines().filter((line) -> line.contains("'orders'"))).satisfiesExactly(
				(line) -> assertThat(line).contains("WARN")
					.contains("lost 7 of 10 instances")
					.contains("discovery.cache.limbo"),
				(line) -> assertThat(line).contains("INFO").contains("believed again"));
	}

	private ServiceDirectory directory(Duration hold, Duration limbo) {
		DirectoryObserver observer = new DirectoryObserver() {

			@Override
			public void held(ServiceEntry entry, int missing) {
				SuddenLossTests.this.held.add(missing);
			}

		};
		return new ServiceDirectory(this.backend, new DirectorySettings(Duration.ofMillis(20), Duration.ofMinutes(10),
				10, hold, limbo, StalenessPolicy.FOR_EVER), this.time, this.time, observer);
	}

	private static Instance[] instances(int count) {
		return IntStream.rangeClosed(1, count)
			.mapToObj((port) -> ScriptedBackend.instance("orders", port))
			.toArray(Instance[]::new);
	}

	private static Instance withHealth(int port, Health health) {
		return ScriptedBackend.instance("orders", port).withHealth(health);
	}

	private void answer(Instance... instances) {
		this.directory.entry("orders");
		this.backend.answer("orders", instances);
	}

	private ServiceSnapshot snapshot() {
		return this.directory.lookup("orders");
	}

	private List<ServiceInstance> up() {
		return snapshot().up();
	}

}
