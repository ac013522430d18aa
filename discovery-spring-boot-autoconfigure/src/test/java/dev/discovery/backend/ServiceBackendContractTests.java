package dev.discovery.backend;

import java.util.Map;
import java.util.Objects;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every backend must do. A backend's tests extend this and implement the hooks of
 * {@link BackendFixture}.
 */
public abstract class ServiceBackendContractTests extends BackendOutageContractTests {

	@Test
	void deliversTheFirstAnswerOnce() {
		put(instance("orders", 1));
		this.backend.watch("orders", this.recorder);
		awaitIds(this.recorder, "orders-1");
		settle();
		assertThat(this.recorder.events()).hasSize(1);
		assertThat(this.recorder.snapshots().get(0).serviceId()).isEqualTo("orders");
	}

	@Test
	void answersForAnUnknownServiceWithAnEmptySnapshot() {
		this.backend.watch("nobody", this.recorder);
		awaitIds(this.recorder);
		settle();
		assertThat(this.recorder.events()).hasSize(1);
	}

	@Test
	void pushesChangesInOrder() {
		this.backend.watch("orders", this.recorder);
		awaitIds(this.recorder);
		put(instance("orders", 1));
		awaitIds(this.recorder, "orders-1");
		put(instance("orders", 2));
		awaitIds(this.recorder, "orders-1", "orders-2");
		remove(instance("orders", 1));
		awaitIds(this.recorder, "orders-2");
		remove(instance("orders", 2));
		awaitIds(this.recorder);
		assertThat(this.recorder.snapshots()).hasSize(5);
		assertThat(this.recorder.errors()).isEmpty();
	}

	@Test
	protected void deliversACompleteSnapshotWithAllThatAnInstanceSays() {
		Instance instance = Instance.builder("orders", "10.0.0.7", 8443)
			.instanceId("orders-7")
			.secure(true)
			.metadata(Map.of("zone", "a", "version", "2"))
			.build();
		put(instance);
		put(instance("orders", 8));
		this.backend.watch("orders", this.recorder);
		awaitIds(this.recorder, "orders-7", "orders-8");
		Instance seen = Objects.requireNonNull(this.recorder.snapshots().get(0).find("orders-7"));
		assertThat(seen.getUri()).hasToString("https://10.0.0.7:8443");
		assertThat(seen.getMetadata()).containsEntry("version", "2").containsEntry("zone", "a");
		assertThat(seen.getHealth()).isEqualTo(Health.UP);
	}

	@Test
	protected void includesInstancesThatAreNotUpWithTheirHealth() {
		put(instance("orders", 1).withHealth(Health.DOWN));
		put(instance("orders", 2));
		this.backend.watch("orders", this.recorder);
		awaitIds(this.recorder, "orders-1", "orders-2");
		assertThat(this.recorder.snapshots().get(0).up()).extracting("instanceId").containsExactly("orders-2");
		put(instance("orders", 1));
		await(() -> this.recorder.snapshots().size() == 2);
		assertThat(this.recorder.snapshots().get(1).up()).hasSize(2);
	}

	@Test
	void listsAnIdOnce() {
		put(instance("orders", 1));
		put(instance("orders", 1));
		this.backend.watch("orders", this.recorder);
		awaitIds(this.recorder, "orders-1");
	}

	@Test
	void isSilentWhileNothingChanges() {
		put(instance("orders", 1));
		this.backend.watch("orders", this.recorder);
		awaitIds(this.recorder, "orders-1");
		put(instance("orders", 1));
		put(instance("payments", 1));
		settle();
		assertThat(this.recorder.events()).hasSize(1);
	}

	@Test
	void tellsASecondWatchOfTheSameServiceWhatIsKnown() {
		put(instance("orders", 1));
		this.backend.watch("orders", this.recorder);
		awaitIds(this.recorder, "orders-1");
		Recorder second = new Recorder();
		this.backend.watch("orders", second);
		awaitIds(second, "orders-1");
		put(instance("orders", 2));
		awaitIds(second, "orders-1", "orders-2");
		awaitIds(this.recorder, "orders-1", "orders-2");
	}

	@Test
	void keepsTwoWatchesApart() {
		put(instance("orders", 1));
		put(instance("payments", 1));
		Recorder other = new Recorder();
		Watch watch = this.backend.watch("orders", this.recorder);
		this.backend.watch("payments", other);
		awaitIds(this.recorder, "orders-1");
		awaitIds(other, "payments-1");
		watch.close();
		put(instance("orders", 2));
		put(instance("payments", 2));
		awaitIds(other, "payments-1", "payments-2");
		assertThat(this.recorder.events()).hasSize(1);
	}

	@Test
	void isSilentOnceAWatchIsClosed() {
		Watch watch = this.backend.watch("orders", this.recorder);
		awaitIds(this.recorder);
		watch.close();
		watch.close();
		put(instance("orders", 1));
		breakRegistry();
		settle();
		assertThat(this.recorder.events()).hasSize(1);
	}

	@Test
	void isSilentOnceTheBackendIsClosed() {
		this.backend.watch("orders", this.recorder);
		this.backend.watchNames(this.recorder);
		awaitIds(this.recorder);
		await(() -> this.recorder.names() != null);
		this.backend.close();
		this.backend.close();
		int heard = this.recorder.events().size();
		put(instance("orders", 1));
		this.backend.watch("orders", this.recorder);
		settle();
		assertThat(this.recorder.events()).hasSize(heard);
	}

	@Test
	void answersAWatchThatIsOpenedAfterTheLastOneWasClosed() {
		put(instance("orders", 1));
		Watch watch = this.backend.watch("orders", this.recorder);
		awaitIds(this.recorder, "orders-1");
		watch.close();
		put(instance("orders", 2));
		Recorder next = new Recorder();
		this.backend.watch("orders", next);
		awaitIds(next, "orders-1", "orders-2");
	}

	@Test
	void letsAListenerCloseItsWatchAndOpenAnother() {
		put(instance("orders", 1));
		Recorder second = new Recorder();
		this.backend.watch("orders", new WatchListener() {

			@Override
			public void onSnapshot(ServiceSnapshot snapshot) {
				ServiceBackendContractTests.this.recorder.onSnapshot(snapshot);
				ServiceBackendContractTests.this.backend.watch("orders", second).close();
				ServiceBackendContractTests.this.backend.watch("payments", second);
				throw new AssertionError("a listener that fails harms only itself");
			}

			@Override
			public void onError(BackendException cause) {
			}

		});
		awaitIds(this.recorder, "orders-1");
		awaitIds(second);
		put(instance("orders", 2));
		awaitIds(this.recorder, "orders-1", "orders-2");
	}

	@Test
	void callsAListenerOneAtATime() {
		this.backend.watch("orders", this.recorder);
		for (int i = 0; i < 50; i++) {
			put(instance("orders", i));
		}
		await(() -> this.recorder.ids() != null && this.recorder.ids().size() == 50);
		assertThat(this.recorder.overlapped()).isFalse();
	}

}
