package dev.discovery.backend.composite;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.discovery.backend.Recorder;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.composite.RegistryReport.State;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.model.Provenance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CompositeBackendTests {

	private static final Instance IN_EAST = ScriptedBackend.instance("orders", 1);

	private static final Instance IN_WEST = ScriptedBackend.instance("orders", 2);

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend east = new ScriptedBackend();

	private final ScriptedBackend west = new ScriptedBackend();

	private final Recorder recorder = new Recorder();

	private CompositeBackend composite(Duration... maxStaleness) {
		return new CompositeBackend(
				List.of(new Member("east", "consul", Locality.of("us-east", null), this.east),
						new Member("west", "eureka", Locality.of("us-west", "b"), this.west)),
				(id) -> (maxStaleness.length > 0) ? maxStaleness[0] : null, this.time, this.time);
	}

	private final CompositeBackend backend = composite();

	private final Watch watch = this.backend.watch("orders", this.recorder);

	private ServiceSnapshot last() {
		return this.recorder.snapshots().get(this.recorder.snapshots().size() - 1);
	}

	@Test
	void tellsWhatAllKnowTogether() {
		this.west.answer("orders", IN_WEST);
		assertThat(this.recorder.events()).isEmpty();
		this.east.answer("orders", IN_EAST);
		assertThat(this.recorder.events()).hasSize(1);
		assertThat(this.recorder.ids()).containsExactly(IN_EAST.getInstanceId(), IN_WEST.getInstanceId());
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.recorder.events()).hasSize(1);
	}

	@Test
	void tellsWhatOneKnowsWhereAnotherCanNotBeAsked() {
		this.west.answer("orders", IN_WEST);
		this.east.fail("orders");
		assertThat(this.recorder.ids()).containsExactly(IN_WEST.getInstanceId());
	}

	@Test
	void tellsWhatOneKnowsAfterAMomentAndCompletesIt() {
		this.west.answer("orders", IN_WEST);
		this.time.advance(Composition.MOMENT);
		assertThat(this.recorder.ids()).containsExactly(IN_WEST.getInstanceId());
		this.east.answer("orders", IN_EAST);
		assertThat(this.recorder.ids()).containsExactly(IN_EAST.getInstanceId(), IN_WEST.getInstanceId());
		assertThat(last().provenance()).isEqualTo(Provenance.LIVE);
	}

	@Test
	void saysThatThereIsNobodyOnlyWhenAllHaveSaidSo() {
		this.west.answer("orders");
		assertThat(this.recorder.events()).isEmpty();
		this.east.answer("orders");
		assertThat(this.recorder.ids()).isEmpty();
	}

	@Test
	void canNotTellWhereOneKnowsNobodyAndTheOtherCanNotBeAsked() {
		this.west.answer("orders");
		this.east.fail("orders");
		assertThat(this.recorder.snapshots()).isEmpty();
		assertThat(this.recorder.errors()).singleElement()
			.satisfies((error) -> assertThat(error).hasMessage("registry 'east': connection refused"));
		this.east.answer("orders");
		assertThat(this.recorder.ids()).isEmpty();
	}

	@Test
	void keepsWhatAFailedOneSaidBesideWhatTheOtherSaysNow() {
		this.east.answer("orders", IN_EAST);
		this.west.answer("orders", IN_WEST);
		this.east.fail("orders");
		assertThat(this.recorder.errors()).isEmpty();
		assertThat(last().provenance()).isEqualTo(Provenance.STALE);
		Instance next = ScriptedBackend.instance("orders", 3);
		this.west.answer("orders", IN_WEST, next);
		assertThat(this.recorder.ids()).containsExactly(IN_EAST.getInstanceId(), IN_WEST.getInstanceId(),
				next.getInstanceId());
		assertThat(last().provenance()).isEqualTo(Provenance.STALE);
		this.east.answer("orders", IN_EAST);
		assertThat(last().provenance()).isEqualTo(Provenance.LIVE);
	}

	@Test
	void isNotStaleWhereTheFailedOneKnowsNobody() {
		this.east.answer("orders");
		this.west.answer("orders", IN_WEST);
		int heard = this.recorder.events().size();
		this.east.fail("orders");
		assertThat(this.recorder.events()).hasSize(heard);
		assertThat(last().provenance()).isEqualTo(Provenance.LIVE);
	}

	@Test
	void failsWhereNobodyWhoCanBeAskedKnowsAnything() {
		this.east.answer("orders", IN_EAST);
		this.west.answer("orders");
		this.east.fail("orders");
		assertThat(this.recorder.last()).isInstanceOf(Exception.class);
		assertThat(this.recorder.ids()).containsExactly(IN_EAST.getInstanceId());
		this.east.answer("orders", IN_EAST);
		assertThat(last().provenance()).isEqualTo(Provenance.LIVE);
	}

	@Test
	void namesAllThatFail() {
		this.east.fail("orders");
		assertThat(this.recorder.events()).isEmpty();
		this.west.fail("orders");
		assertThat(this.recorder.errors()).singleElement()
			.satisfies((error) -> assertThat(error)
				.hasMessage("registry 'east': connection refused; registry 'west': connection refused"));
	}

	@Test
	void believesThatTheLastOneIsGoneThoughTheOtherCanNotBeAsked() {
		this.east.fail("orders");
		this.west.answer("orders", IN_WEST);
		this.west.answer("orders");
		assertThat(this.recorder.ids()).isEmpty();
		assertThat(this.recorder.last()).isInstanceOf(Exception.class);
	}

	@Test
	void labelsInstancesWithTheirRegistryAndPlace() {
		this.east.answer("orders", spoofing());
		Instance other = Instance.builder("orders", "localhost", 2).locality(Locality.of("us-east", null)).build();
		Instance placed = Instance.builder("orders", "localhost", 3).locality(Locality.of(null, "c")).build();
		Instance plain = ScriptedBackend.instance("orders", 4);
		this.west.answer("orders", other, placed, plain);
		assertThat(last().instances()).extracting((instance) -> instance.getMetadata().get(Instance.REGISTRY))
			.containsExactly("east", "west", "west", "west");
		assertThat(last().instances()).extracting(Instance::getLocality)
			.containsExactly(Locality.of("us-east", null), Locality.of("us-east", null), Locality.of("us-west", "c"),
					Locality.of("us-west", "b"));
	}

	private static Instance spoofing() {
		return Instance.builder("orders", "localhost", 1).metadata(Map.of(Instance.REGISTRY, "west")).build();
	}

	@Test
	void listsAnAddressOnceAndPrefersWhoIsUpThenTheFirst() {
		this.west.answer("orders", IN_EAST);
		this.east.answer("orders", IN_EAST);
		assertThat(this.recorder.snapshots()).hasSize(1);
		assertThat(registryOf(IN_EAST)).isEqualTo("east");
		this.east.answer("orders", IN_EAST.withHealth(Health.DOWN));
		assertThat(registryOf(IN_EAST)).isEqualTo("west");
		assertThat(last().instances()).hasSize(1);
		assertThat(last().up()).hasSize(1);
	}

	@Test
	void prefersTheWordOfOneThatCanBeAsked() {
		this.east.answer("orders", IN_EAST);
		this.west.answer("orders", IN_EAST.withHealth(Health.DOWN));
		assertThat(last().up()).hasSize(1);
		this.east.fail("orders");
		assertThat(last().up()).isEmpty();
		assertThat(last().provenance()).isEqualTo(Provenance.LIVE);
	}

	@Test
	void keepsInstancesApartThatTwoRegistriesCallTheSame() {
		this.east.answer("orders", named(1));
		this.west.answer("orders", named(2));
		assertThat(this.recorder.ids()).containsExactly("orders-a", "orders-a@west");
	}

	private static Instance named(int port) {
		return Instance.builder("orders", "localhost", port).instanceId("orders-a").build();
	}

	@Test
	void dropsWhatIsTooOldBesideWhatOthersSay() {
		Recorder bounded = new Recorder();
		composite(Duration.ofMinutes(5)).watch("orders", bounded);
		this.east.answer("orders", IN_EAST);
		this.west.answer("orders", IN_WEST);
		this.east.fail("orders");
		this.time.advance(Duration.ofMinutes(4));
		this.east.fail("orders");
		assertThat(bounded.ids()).hasSize(2);
		this.time.advance(Duration.ofMinutes(1));
		assertThat(bounded.ids()).containsExactly(IN_WEST.getInstanceId());
		this.east.answer("orders", IN_EAST);
		assertThat(bounded.ids()).hasSize(2);
	}

	@Test
	void leavesItToTheDirectoryToForgetWhatNobodyConfirms() {
		Recorder bounded = new Recorder();
		composite(Duration.ofMinutes(5)).watch("orders", bounded);
		this.east.answer("orders", IN_EAST);
		this.west.fail("orders");
		this.east.fail("orders");
		this.time.advance(Duration.ofMinutes(6));
		assertThat(bounded.ids()).containsExactly(IN_EAST.getInstanceId());
	}

	@Test
	void unitesTheNames() {
		Recorder names = new Recorder();
		this.backend.watchNames(names);
		this.east.answerNames();
		assertThat(names.events()).isEmpty();
		this.west.answerNames("payments");
		assertThat(names.names()).containsExactly("payments");
		assertThat(names.events()).hasSize(1);
		this.east.answerNames("orders");
		assertThat(names.names()).containsExactlyInAnyOrder("orders", "payments");
		this.east.failNames();
		assertThat(names.errors()).isEmpty();
		assertThat(names.names()).hasSize(2);
		this.west.failNames();
		assertThat(names.errors()).hasSize(1);
	}

	@Test
	void reportsHowEachRegistryDoes() {
		assertThat(states()).containsExactly(State.WAITING, State.WAITING);
		this.east.answer("orders", IN_EAST);
		this.west.fail("orders");
		this.time.advance(Duration.ofSeconds(7));
		assertThat(states()).containsExactly(State.ANSWERING, State.FAILING);
		RegistryReport failing = this.backend.reports().get(1);
		assertThat(failing.failingFor()).isEqualTo(Duration.ofSeconds(7));
		assertThat(failing.lastError()).isEqualTo("connection refused");
		assertThat(failing.watches()).isEqualTo(1);
		this.west.answer("orders");
		assertThat(states()).containsExactly(State.ANSWERING, State.ANSWERING);
		assertThat(this.backend.reports().get(1).lastError()).isNull();
		this.watch.close();
		this.watch.close();
		assertThat(states()).containsExactly(State.IDLE, State.IDLE);
	}

	private List<State> states() {
		return this.backend.reports().stream().map(RegistryReport::state).toList();
	}

	@Test
	void isNamedAfterItsRegistries() {
		assertThat(this.backend.name()).isEqualTo("east+west");
		assertThat(this.backend.recovery()).isEqualTo(Duration.ofSeconds(30));
		assertThat(this.backend.origin()).isEqualTo("scripted + scripted");
	}

	@Test
	void closesAllWatches() {
		this.watch.close();
		assertThat(this.east.watched()).isEmpty();
		assertThat(this.west.watched()).isEmpty();
		this.west.answer("orders", IN_WEST);
		assertThat(this.recorder.events()).isEmpty();
	}

	private String registryOf(Instance instance) {
		return Objects.requireNonNull(
				Objects.requireNonNull(last().find(instance.getInstanceId())).getMetadata().get(Instance.REGISTRY));
	}

}
