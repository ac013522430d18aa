package dev.discovery.directory;

import java.time.Duration;
import java.util.List;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.ServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

class RecoveryTests {

	private static final Instance ONE = ScriptedBackend.instance("orders", 1);

	private static final Instance TWO = ScriptedBackend.instance("orders", 2);

	private static final Instance THREE = ScriptedBackend.instance("orders", 3);

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final ServiceDirectory directory = directory(Duration.ofSeconds(30));

	@Test
	void believesARegistryThatCanBeAskedAtOnce() {
		answer(ONE, TWO, THREE);
		answer(ONE, TWO);
		assertThat(known()).containsExactly(ONE, TWO);
		answer(ONE);
		answer();
		assertThat(known()).isEmpty();
	}

	@Test
	void keepsWhatARegistryHasLostInAnOutageUntilItIsListedAgain() {
		answer(ONE, TWO, THREE);
		outage();
		answer();
		assertThat(known()).containsExactly(ONE, TWO, THREE);
		answer(ONE);
		assertThat(known()).containsExactly(ONE, TWO, THREE);
		answer(ONE, TWO, THREE);
		answer(ONE);
		assertThat(known()).containsExactly(ONE);
	}

	@Test
	void keepsTheOnlyInstanceToo() {
		answer(ONE);
		outage();
		answer();
		assertThat(known()).containsExactly(ONE);
	}

	@Test
	void believesTheRegistryWhenTheHoldIsOver() {
		answer(ONE, TWO, THREE);
		outage();
		answer();
		answer(TWO);
		this.time.advance(Duration.ofMillis(29_999));
		assertThat(known()).hasSize(3);
		this.time.advance(Duration.ofMillis(1));
		assertThat(known()).containsExactly(TWO);
	}

	@Test
	void believesALossOfLessThanHalf() {
		answer(ONE, TWO, THREE);
		outage();
		answer(ONE, THREE);
		assertThat(known()).containsExactly(ONE, THREE);
	}

	@Test
	void doesNotKeepAnInstanceThatIsListedUnderAnotherId() {
		answer(ONE, TWO);
		outage();
		Instance renamed = Instance.builder("orders", ONE.getHost(), ONE.getPort()).instanceId("new").build();
		answer(renamed);
		assertThat(known()).containsExactlyInAnyOrder(renamed, TWO);
	}

	@Test
	void countsOnlyTheTimeInWhichTheRegistryAnswers() {
		answer(ONE, TWO);
		outage();
		answer();
		this.time.advance(Duration.ofSeconds(20));
		for (int i = 0; i < 3; i++) {
			this.backend.fail("orders");
			this.time.advance(Duration.ofMinutes(10));
			assertThat(known()).hasSize(2);
			answer();
			assertThat(known()).hasSize(2);
			this.time.advance(Duration.ofSeconds(3));
		}
		assertThat(known()).hasSize(2);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(known()).isEmpty();
	}

	@Test
	void believesThatSomebodyLeftWhoHadRegisteredAgain() {
		answer(ONE, TWO, THREE);
		outage();
		answer();
		answer(ONE);
		assertThat(known()).hasSize(3);
		answer();
		assertThat(known()).containsExactly(TWO, THREE);
	}

	@Test
	void believesAtOnceWhereTheHoldIsSwitchedOff() {
		ServiceDirectory trusting = directory(Duration.ZERO);
		trusting.entry("orders");
		answer(ONE);
		outage();
		answer();
		assertThat(trusting.lookup("orders").up()).isEmpty();
	}

	@Test
	void keepsNamesToo() {
		this.directory.namesAsync();
		this.backend.answerNames("orders", "payments");
		this.backend.failNames();
		this.backend.answerNames("consul");
		assertThat(this.directory.names()).containsExactly("consul", "orders", "payments");
		this.time.advance(Duration.ofSeconds(30));
		assertThat(this.directory.names()).containsExactly("consul");
	}

	private ServiceDirectory directory(Duration hold) {
		return new ServiceDirectory(this.backend,
				new DirectorySettings(Duration.ofMillis(20), Duration.ofMinutes(10), 10, hold), this.time, this.time,
				DirectoryObserver.NONE);
	}

	private void answer(Instance... instances) {
		this.directory.entry("orders");
		this.backend.answer("orders", instances);
	}

	private void outage() {
		this.backend.fail("orders");
		this.time.advance(Duration.ofSeconds(5));
	}

	private List<ServiceInstance> known() {
		ServiceSnapshot snapshot = this.directory.lookup("orders");
		return snapshot.up();
	}

}
