package dev.discovery.observe.observation;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.ExchangeObservation;
import dev.discovery.backend.Lease;
import dev.discovery.backend.LeaseKeeper;
import dev.discovery.backend.RegistryWriter;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ObservedExchanges}, with the exchanges of a registration.
 */
class ObservedExchangesTests {

	private static final String NAME = "discovery.registry.exchange";

	private static final Duration HEARTBEAT = Duration.ofSeconds(10);

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final VirtualTime time = new VirtualTime();

	private final Writer writer = new Writer();

	private Lease register(Set<String> operations) {
		ObservedExchanges observer = new ObservedExchanges(this.registry, operations, null);
		return new LeaseKeeper(new BackendRuntime("east", this.time, this.time, Randomness.seeded(1), observer),
				this.writer, LeaseKeeper.Settings.of(HEARTBEAT, Duration.ofSeconds(1)))
			.register(Instance.builder("orders", "10.0.0.1", 8080).build(), Health.UP);
	}

	@Test
	void observesARegistration() {
		register(Set.of("put"));
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasNumberOfObservationsEqualTo(1)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasBeenStopped()
			.hasContextualNameEqualTo("put east")
			.hasLowCardinalityKeyValue("backend", "east")
			.hasLowCardinalityKeyValue("operation", "put")
			.hasLowCardinalityKeyValue("outcome", "success")
			.doesNotHaveError();
	}

	@Test
	void observesWhatWentWrong() {
		this.writer.failure = new BackendException(Kind.DENIED, "no");
		register(Set.of("put"));
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasLowCardinalityKeyValue("outcome", "denied")
			.hasError(this.writer.failure);
	}

	@Test
	void observesNoOperationThatIsntNamed() {
		register(Set.of("put", "remove")).release();
		this.time.advance(HEARTBEAT.multipliedBy(3));
		TestObservationRegistryAssert.assertThat(this.registry).hasNumberOfObservationsEqualTo(2);
	}

	@Test
	void observesHeartbeatsWhereTheyAreNamed() {
		register(Set.of("renew"));
		this.time.advance(HEARTBEAT.multipliedBy(3));
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasNumberOfObservationsWithNameEqualTo(NAME, 3)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasContextualNameEqualTo("renew east");
	}

	@Test
	void stopsWhenNobodyWaitsForTheAnswerAnyMore() {
		ExchangeObservation observation = new ObservedExchanges(this.registry, Set.of("read"), null).exchanging("east",
				"read");
		observation.ended("cancelled", null);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasObservationWithNameEqualTo(NAME)
			.that()
			.hasBeenStopped()
			.hasLowCardinalityKeyValue("outcome", "cancelled");
	}

	@Test
	void makesNothingWhereNobodyHandlesObservations() {
		assertThat(new ObservedExchanges(ObservationRegistry.create(), Set.of("put"), null).exchanging("east", "put"))
			.isSameAs(ExchangeObservation.NONE);
	}

	@Test
	void makesNothingWhereTheseAreTurnedOff() {
		this.registry.observationConfig().observationPredicate((name, context) -> !NAME.equals(name));
		assertThat(new ObservedExchanges(this.registry, Set.of("put"), null).exchanging("east", "put"))
			.isSameAs(ExchangeObservation.NONE);
	}

	private static final class Writer implements RegistryWriter {

		private BackendException failure;

		@Override
		public CompletionStage<Void> put(Instance instance, Health health) {
			return answer(null);
		}

		@Override
		public CompletionStage<Boolean> renew(Instance instance, Health health) {
			return answer(true);
		}

		@Override
		public CompletionStage<Void> remove(Instance instance) {
			return answer(null);
		}

		private <T> CompletionStage<T> answer(T value) {
			return (this.failure != null) ? CompletableFuture.failedFuture(this.failure)
					: CompletableFuture.completedFuture(value);
		}

	}

}
