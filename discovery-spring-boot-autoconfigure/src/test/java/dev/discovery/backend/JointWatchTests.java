package dev.discovery.backend;

import java.util.List;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JointWatchTests {

	private static final Instance OWN = ScriptedBackend.instance("orders", 1);

	private static final Instance FAR = ScriptedBackend.instance("orders", 2);

	private final ScriptedBackend own = new ScriptedBackend();

	private final ScriptedBackend far = new ScriptedBackend();

	private final Recorder recorder = new Recorder();

	private final Watch watch = JointWatch.first(List.of(this.own, this.far), "orders", this.recorder);

	@Test
	void saysNothingBeforeTheOwnOneHasAnswered() {
		this.far.answer("orders", FAR);
		assertThat(this.recorder.events()).isEmpty();
		this.own.answer("orders", OWN);
		assertThat(this.recorder.ids()).containsExactly(OWN.getInstanceId());
	}

	@Test
	void goesToTheNextOneWhileTheOwnHasNobodyThatIsUp() {
		this.own.answer("orders", OWN);
		this.far.answer("orders", FAR);
		assertThat(this.recorder.snapshots()).hasSize(1);
		this.own.answer("orders", OWN.withHealth(Health.DOWN));
		assertThat(this.recorder.ids()).containsExactly(FAR.getInstanceId());
		this.own.answer("orders", OWN);
		assertThat(this.recorder.ids()).containsExactly(OWN.getInstanceId());
	}

	@Test
	void isEmptyWhereNobodyHasAny() {
		this.own.answer("orders");
		assertThat(this.recorder.events()).isEmpty();
		this.far.answer("orders");
		assertThat(this.recorder.ids()).isEmpty();
	}

	@Test
	void ignoresTheFailureOfOneThatDoesNotMatter() {
		this.own.answer("orders", OWN);
		this.far.fail("orders");
		assertThat(this.recorder.errors()).isEmpty();
		this.own.answer("orders");
		assertThat(this.recorder.ids()).isEmpty();
		this.far.answer("orders", FAR);
		assertThat(this.recorder.ids()).containsExactly(FAR.getInstanceId());
	}

	@Test
	void goesOnWithTheNextOneWhereTheOwnCanNotBeAskedAndKnowsNobody() {
		this.own.fail("orders");
		this.far.answer("orders", FAR);
		assertThat(this.recorder.ids()).containsExactly(FAR.getInstanceId());
		assertThat(this.recorder.errors()).isEmpty();
	}

	@Test
	void saysThatTheOwnOneCanNotBeAskedAndWhenItCanAgain() {
		this.own.answer("orders", OWN);
		this.own.fail("orders");
		assertThat(this.recorder.errors()).hasSize(1);
		this.own.answer("orders", OWN);
		assertThat(this.recorder.snapshots()).hasSize(2);
	}

	@Test
	void saysSoWhenNobodyCanBeAsked() {
		this.own.fail("orders");
		assertThat(this.recorder.events()).isEmpty();
		this.far.fail("orders");
		assertThat(this.recorder.errors()).hasSize(1);
	}

	@Test
	void unitesTheNames() {
		Recorder names = new Recorder();
		JointWatch.names(List.of(this.own, this.far), names);
		this.own.answerNames("orders");
		assertThat(names.names()).isNull();
		this.far.answerNames("payments");
		assertThat(names.names()).containsExactlyInAnyOrder("orders", "payments");
		this.far.failNames();
		assertThat(names.errors()).isEmpty();
		this.own.failNames();
		assertThat(names.errors()).hasSize(1);
	}

	@Test
	void closesAllWatches() {
		this.watch.close();
		assertThat(this.own.watched()).isEmpty();
		assertThat(this.far.watched()).isEmpty();
	}

}
