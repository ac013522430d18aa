package dev.discovery.backend;

import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

import dev.discovery.model.Instance;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A backend under test and the hooks to its registry: how to change it, how to break it,
 * and how to let time pass.
 */
public abstract class BackendFixture {

	protected ServiceBackend backend;

	protected final Recorder recorder = new Recorder();

	/**
	 * A backend over the registry that the other hooks change.
	 */
	protected abstract ServiceBackend open();

	/**
	 * Registers the instance, or changes what is registered under its id.
	 */
	protected abstract void put(Instance instance);

	protected abstract void remove(Instance instance);

	/**
	 * From now on the registry can't answer.
	 */
	protected abstract void breakRegistry();

	protected abstract void mendRegistry();

	/**
	 * Lets time pass until the condition holds; fails when it doesn't within what this
	 * backend takes for a change to arrive or for a failure to be mended. Real time
	 * unless overridden.
	 */
	protected void await(BooleanSupplier condition) {
		Patience.await().until(condition::getAsBoolean);
	}

	/**
	 * Lets so much time pass that whatever is under way has arrived. Real time unless
	 * overridden.
	 */
	protected void settle() {
		Patience.settle();
	}

	@BeforeEach
	void openBackend() {
		this.backend = open();
	}

	@AfterEach
	void closeBackend() {
		this.backend.close();
	}

	protected void awaitIds(Recorder recorder, String... ids) {
		await(() -> List.of(ids).equals(recorder.ids()));
	}

	protected void awaitNames(String... names) {
		await(() -> Set.of(names).equals(this.recorder.names()));
	}

	protected static Instance instance(String serviceId, int number) {
		return Instance.builder(serviceId, "10.0.0." + (number + 1), 8080).instanceId(serviceId + "-" + number).build();
	}

}
