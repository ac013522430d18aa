package dev.discovery.backend.composite;

import java.time.Duration;
import java.util.List;

import dev.discovery.backend.NamesListener;
import dev.discovery.backend.Recorder;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;
import dev.discovery.backend.composite.RegistryReport.State;
import dev.discovery.backend.composite.ShadowReport.Verdict;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ShadowedBackendTests {

	private static final Instance ONE = ScriptedBackend.instance("orders", 1);

	private static final Instance TWO = ScriptedBackend.instance("orders", 2);

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend old = new ScriptedBackend();

	private final ScriptedBackend next = new ScriptedBackend();

	private final ShadowedBackend backend = shadowed(this.next);

	private final Recorder recorder = new Recorder();

	private ShadowedBackend shadowed(ServiceBackend shadow) {
		return new ShadowedBackend(composite("old", this.old), composite("next", shadow),
				new Comparisons("next", Duration.ofSeconds(30), this.time));
	}

	private CompositeBackend composite(String name, ServiceBackend backend) {
		return new CompositeBackend(List.of(new Member(name, "scripted", Locality.UNKNOWN, backend)), (id) -> null,
				this.time, this.time);
	}

	private ShadowReport report() {
		return this.backend.report();
	}

	@Test
	void servesAsIfThereWereNoShadow() {
		Watch watch = this.backend.watch("orders", this.recorder);
		this.old.answer("orders", ONE);
		this.next.answer("orders", TWO);
		this.next.fail("orders");
		this.next.answer("orders");
		assertThat(this.recorder.events()).hasSize(1);
		assertThat(this.recorder.ids()).containsExactly(ONE.getInstanceId());
		assertThat(this.backend.name()).isEqualTo("old");
		watch.close();
		assertThat(this.old.watched()).isEmpty();
		assertThat(this.next.watched()).isEmpty();
	}

	@Test
	void servesThoughTheShadowCanNotEvenBeWatched() {
		ShadowedBackend broken = shadowed(new Impossible());
		broken.watch("orders", this.recorder);
		this.old.answer("orders", ONE);
		assertThat(this.recorder.ids()).containsExactly(ONE.getInstanceId());
		assertThat(broken.report().verdict()).isEqualTo(Verdict.UNKNOWN);
		broken.close();
	}

	@Test
	void comparesWhatBothKnow() {
		this.backend.watch("orders", this.recorder);
		assertThat(report().verdict()).isEqualTo(Verdict.UNKNOWN);
		assertThat(report().unknown()).isEqualTo(1);
		this.old.answer("orders", ONE, TWO, named("a", 3), ScriptedBackend.instance("orders", 4));
		assertThat(report().verdict()).isEqualTo(Verdict.UNKNOWN);
		Instance only = ScriptedBackend.instance("orders", 9);
		this.next.answer("orders", ONE, TWO.withHealth(Health.DOWN), named("a", 5), only);
		assertThat(report().differences()).containsExactly(new Difference("orders", List.of("orders-localhost-4"),
				List.of("orders-localhost-9"), List.of("orders-localhost-2"), List.of("a")));
		assertThat(report().differences().get(0).size()).isEqualTo(4);
		assertThat(report().verdict()).isEqualTo(Verdict.DIFFERS);
	}

	private static Instance named(String id, int port) {
		return Instance.builder("orders", "localhost", port).instanceId(id).build();
	}

	@Test
	void ignoresIdsWhereTheAddressIsTheSame() {
		this.backend.watch("orders", this.recorder);
		this.old.answer("orders", named("orders-1", 1));
		this.next.answer("orders", named("host:orders:1", 1));
		answerNames("orders");
		assertThat(report().verdict()).isEqualTo(Verdict.AGREES);
	}

	private void answerNames(String... names) {
		this.old.answerNames(names);
		this.next.answerNames(names);
	}

	@Test
	void comparesNamesOfServicesThatNobodyFollows() {
		this.old.answerNames("orders", "payments");
		assertThat(report().verdict()).isEqualTo(Verdict.UNKNOWN);
		this.next.answerNames("orders", "users");
		assertThat(report().missingNames()).containsExactly("payments");
		assertThat(report().extraNames()).containsExactly("users");
		assertThat(report().verdict()).isEqualTo(Verdict.DIFFERS);
		answerNames("orders");
		assertThat(report().verdict()).isEqualTo(Verdict.AGREES);
	}

	@Test
	void doesNotMissTheRegistriesThemselves() {
		this.old.answerNames("orders", "consul");
		this.next.answerNames("orders", "kubernetes");
		assertThat(report().verdict()).isEqualTo(Verdict.AGREES);
	}

	@Test
	void canNotCompareWhileTheShadowDoesNotAnswer() {
		this.backend.watch("orders", this.recorder);
		answerNames("orders");
		this.old.answer("orders", ONE);
		this.next.answer("orders", TWO);
		assertThat(report().verdict()).isEqualTo(Verdict.DIFFERS);
		this.next.fail("orders");
		assertThat(report().verdict()).isEqualTo(Verdict.UNKNOWN);
		assertThat(report().registry().state()).isEqualTo(State.FAILING);
	}

	@Test
	void forgetsWhatIsNoLongerFollowed() {
		Watch watch = this.backend.watch("orders", this.recorder);
		answerNames("orders");
		this.old.answer("orders", ONE);
		this.next.answer("orders", TWO);
		watch.close();
		assertThat(report().services()).isZero();
		assertThat(report().verdict()).isEqualTo(Verdict.AGREES);
	}

	@Test
	void saysOnceThatTheyDifferAndOnceThatTheyAgree(CapturedOutput output) {
		this.backend.watch("orders", this.recorder);
		answerNames("orders");
		this.old.answer("orders", ONE, TWO);
		this.next.answer("orders", ONE);
		this.time.advance(Duration.ofSeconds(29));
		assertThat(output).doesNotContain("differs");
		this.time.advance(Duration.ofSeconds(2));
		this.next.answer("orders");
		this.next.answer("orders", ONE);
		this.time.advance(Duration.ofMinutes(5));
		assertThat(output).containsOnlyOnce(
				"registry 'next' differs from what is served: 1 of 1 followed services differ (orders: 1 missing)");
		assertThat(output).doesNotContain("agrees");
		this.next.answer("orders", ONE, TWO);
		this.time.advance(Duration.ofMinutes(5));
		assertThat(output).containsOnlyOnce("registry 'next' agrees with what is served: 1 names, 1 followed services");
	}

	@Test
	void isNotAlarmedByNewsThatArrivesLater(CapturedOutput output) {
		this.backend.watch("orders", this.recorder);
		answerNames("orders");
		for (int i = 1; i < 10; i++) {
			this.old.answer("orders", ScriptedBackend.instance("orders", i));
			this.time.advance(Duration.ofSeconds(20));
			this.next.answer("orders", ScriptedBackend.instance("orders", i));
			this.time.advance(Duration.ofSeconds(20));
		}
		assertThat(output).doesNotContain("differs").containsOnlyOnce("agrees");
	}

	@Test
	void warnsAgainWhenAShadowComesBackAndStillDiffers(CapturedOutput output) {
		this.backend.watch("orders", this.recorder);
		answerNames("orders");
		this.old.answer("orders", ONE);
		this.next.answer("orders");
		this.time.advance(Duration.ofSeconds(10));
		this.next.fail("orders");
		this.time.advance(Duration.ofMinutes(1));
		assertThat(output).doesNotContain("differs");
		this.next.answer("orders");
		this.time.advance(Duration.ofMinutes(1));
		assertThat(output).containsOnlyOnce("differs");
	}

	/**
	 * A registry that throws.
	 */
	private static final class Impossible implements ServiceBackend {

		@Override
		public String name() {
			return "impossible";
		}

		@Override
		public Watch watch(String serviceId, WatchListener listener) {
			throw new IllegalStateException("no");
		}

		@Override
		public Watch watchNames(NamesListener listener) {
			throw new IllegalStateException("no");
		}

		@Override
		public void close() {
		}

	}

}
