package dev.discovery.backend;

import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every backend must do when its registry can't answer; part of
 * {@link ServiceBackendContractTests}.
 */
abstract class BackendOutageContractTests extends BackendFixture {

	@Test
	void reportsAnErrorAndNeverEmptiness() {
		put(instance("orders", 1));
		this.backend.watch("orders", this.recorder);
		awaitIds(this.recorder, "orders-1");
		breakRegistry();
		await(() -> !this.recorder.errors().isEmpty());
		settle();
		assertThat(this.recorder.snapshots()).hasSize(1);
	}

	@Test
	void reportsAnErrorWhenTheRegistryIsAwayFromTheStart() {
		put(instance("orders", 1));
		breakRegistry();
		this.backend.watch("orders", this.recorder);
		await(() -> !this.recorder.errors().isEmpty());
		assertThat(this.recorder.snapshots()).isEmpty();
		mendRegistry();
		awaitIds(this.recorder, "orders-1");
	}

	@Test
	void deliversASnapshotAfterAnErrorEvenWhereNothingChanged() {
		put(instance("orders", 1));
		this.backend.watch("orders", this.recorder);
		awaitIds(this.recorder, "orders-1");
		breakRegistry();
		await(() -> !this.recorder.errors().isEmpty());
		mendRegistry();
		await(() -> this.recorder.snapshots().size() == 2);
		settle();
		assertThat(this.recorder.snapshots()).hasSize(2);
		assertThat(this.recorder.last()).isSameAs(this.recorder.snapshots().get(1));
	}

	@Test
	void catchesUpWithWhatChangedDuringAnOutage() {
		put(instance("orders", 1));
		this.backend.watch("orders", this.recorder);
		awaitIds(this.recorder, "orders-1");
		breakRegistry();
		await(() -> !this.recorder.errors().isEmpty());
		remove(instance("orders", 1));
		put(instance("orders", 2));
		mendRegistry();
		awaitIds(this.recorder, "orders-2");
	}

	@Test
	void followsTheNamesOfServicesThatHaveInstances() {
		put(instance("orders", 1));
		put(instance("payments", 1));
		this.backend.watchNames(this.recorder);
		awaitNames("orders", "payments");
		put(instance("users", 1));
		awaitNames("orders", "payments", "users");
		put(instance("users", 2));
		settle();
		assertThat(this.recorder.events()).hasSize(2);
		remove(instance("orders", 1));
		awaitNames("payments", "users");
		breakRegistry();
		await(() -> !this.recorder.errors().isEmpty());
		mendRegistry();
		await(() -> this.recorder.last() instanceof Set);
		awaitNames("payments", "users");
	}

}
