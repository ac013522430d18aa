package dev.discovery.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import dev.discovery.trust.AddressPolicy;
import dev.discovery.trust.Algorithm;
import dev.discovery.trust.InstanceSigner;
import dev.discovery.trust.SignaturePolicy;
import dev.discovery.trust.SignaturePolicy.Mode;
import dev.discovery.trust.Trust;
import dev.discovery.trust.TrustedKeys;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SigningWriterTests {

	private static final String SECRET = "a-secret-of-more-than-32-characters";

	private static final Duration VALIDITY = Duration.ofHours(24);

	private final VirtualTime time = new VirtualTime();

	private final SignaturePolicy policy = new SignaturePolicy(Mode.ENFORCE,
			TrustedKeys.of(Algorithm.HMAC_SHA256).with("k", SECRET), Duration.ZERO, this.time);

	private final BackendRuntime runtime = new BackendRuntime("scripted", this.time, this.time, Randomness.seeded(1),
			RegistryObserver.NONE, new Trust(AddressPolicy.usual(), this.policy,
					new InstanceSigner(Algorithm.HMAC_SHA256, "k", SECRET, VALIDITY, this.time), this.time));

	private final Registry registry = new Registry();

	private final LeaseKeeper keeper = new LeaseKeeper(this.runtime, this.registry,
			LeaseKeeper.Settings.of(Duration.ofSeconds(10), Duration.ZERO));

	private final Instance self = Instance.builder("orders", "10.0.0.1", 8080).build();

	@Test
	void keepsARegistrationThatIsBelievedAtAnyTimeForDays() {
		Lease lease = this.keeper.register(this.self, Health.UP);
		for (int minutes = 0; minutes < 5 * 24 * 60; minutes++) {
			this.time.advance(Duration.ofMinutes(1));
			assertThat(this.policy.accepts(this.registry.entries.get(0))).as("after %s minutes", minutes).isTrue();
		}
		assertThat(this.registry.puts).isBetween(10, 11);
		assertThat(lease.state()).isEqualTo(Lease.State.HELD);
		assertThat(lease.instance().getMetadata()).isEmpty();
	}

	@Test
	void signsAgainWhateverTheRegistryHasLost() {
		this.keeper.register(this.self, Health.UP);
		this.time.advance(Duration.ofHours(13));
		this.registry.entries.clear();
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.registry.entries).singleElement().matches(this.policy::accepts);
	}

	@Test
	void goesOnTryingWhereTheRegistryIsDownWhenASignatureIsDue() {
		Lease lease = this.keeper.register(this.self, Health.UP);
		this.time.advance(VALIDITY.dividedBy(2).minusMinutes(1));
		this.registry.down = true;
		this.time.advance(Duration.ofHours(2));
		assertThat(lease.state()).isEqualTo(Lease.State.INTERRUPTED);
		this.registry.down = false;
		this.time.advance(Duration.ofMinutes(1));
		assertThat(lease.state()).isEqualTo(Lease.State.HELD);
		assertThat(this.registry.puts).isEqualTo(2);
	}

	@Test
	void leavesWhoIsNotCalledAloneUntilItIsUpAgain() {
		Lease lease = this.keeper.register(this.self, Health.UP);
		lease.report(Health.OUT_OF_SERVICE);
		this.time.advance(VALIDITY.plusHours(1));
		assertThat(this.registry.puts).isOne();
		lease.report(Health.UP);
		assertThat(this.registry.puts).isEqualTo(2);
		assertThat(this.registry.entries).singleElement().matches(this.policy::accepts);
		lease.release();
		assertThat(this.registry.entries).isEmpty();
	}

	@Test
	void leavesWhatAnOperatorHasOrderedWhenItSignsAgain() {
		Lease lease = this.keeper.register(this.self, Health.UP);
		this.registry.ordered = true;
		this.time.advance(VALIDITY.multipliedBy(2));
		assertThat(this.registry.puts).isGreaterThan(3);
		assertThat(this.registry.ordered).isTrue();
		lease.report(Health.OUT_OF_SERVICE);
		this.time.advance(VALIDITY);
		lease.report(Health.UP);
		assertThat(this.registry.entries).singleElement().matches(this.policy::accepts);
		assertThat(this.registry.ordered).isTrue();
	}

	private static final class Registry implements RegistryWriter {

		private final List<Instance> entries = new ArrayList<>();

		private int puts;

		private boolean down;

		/** What is gone with the next registration. */
		private boolean ordered;

		@Override
		public CompletionStage<Void> put(Instance self, Health health) {
			if (this.down) {
				return failure();
			}
			this.puts++;
			this.ordered = false;
			this.entries.clear();
			this.entries.add(self);
			return CompletableFuture.completedStage(null);
		}

		@Override
		public CompletionStage<Void> refresh(Instance self, Health health) {
			boolean before = this.ordered;
			return RegistryWriter.super.refresh(self, health).thenRun(() -> this.ordered = before);
		}

		@Override
		public CompletionStage<Boolean> renew(Instance self, Health health) {
			return this.down ? failure() : CompletableFuture.completedStage(this.entries.contains(self));
		}

		@Override
		public CompletionStage<Void> remove(Instance self) {
			this.entries.remove(self);
			return CompletableFuture.completedStage(null);
		}

		private static <T> CompletionStage<T> failure() {
			return CompletableFuture.failedStage(new BackendException(Kind.UNREACHABLE, "down"));
		}

	}

}
