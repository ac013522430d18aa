package dev.discovery.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.Lease.State;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LeaseKeeperTests {

	private static final Duration HEARTBEAT = Duration.ofSeconds(10);

	private static final Instance SELF = Instance.builder("orders", "10.0.0.1", 8080).build();

	private final VirtualTime time = new VirtualTime();

	private final Writer writer = new Writer();

	private final LeaseKeeper keeper = new LeaseKeeper(
			new BackendRuntime("scripted", this.time, this.time, Randomness.seeded(1), RegistryObserver.NONE),
			this.writer, LeaseKeeper.Settings.of(HEARTBEAT, Duration.ofSeconds(1)));

	@Test
	void putsOnceAndThenRenewsNoLaterThanTheHeartbeat() {
		Lease lease = this.keeper.register(SELF, Health.UP);
		assertThat(lease.state()).isEqualTo(State.PENDING);
		this.writer.answer();
		assertThat(lease.state()).isEqualTo(State.HELD);
		for (int i = 1; i <= 20; i++) {
			this.time.advance(Duration.ofMillis(8_900));
			assertThat(this.writer.sent).hasSize(i);
			this.time.advance(Duration.ofMillis(1_100));
			assertThat(this.writer.sent).hasSize(i + 1);
			assertThat(this.writer.last()).isEqualTo("renew UP");
			this.writer.answer();
			this.time.advance(Duration.ZERO);
		}
	}

	@Test
	void sendsOnlyTheLatestHealthAfterWhatIsUnderWay() {
		Lease lease = this.keeper.register(SELF, Health.STARTING);
		lease.report(Health.UP);
		lease.report(Health.DOWN);
		lease.report(Health.OUT_OF_SERVICE);
		assertThat(this.writer.sent).containsExactly("put STARTING");
		this.writer.answer();
		assertThat(this.writer.sent).containsExactly("put STARTING", "renew OUT_OF_SERVICE");
		this.writer.answer();
		lease.report(Health.OUT_OF_SERVICE);
		assertThat(this.writer.sent).hasSize(2);
		lease.report(Health.UP);
		assertThat(this.writer.last()).isEqualTo("renew UP");
	}

	@Test
	void putsAgainAtOnceWhenTheRegistryHasLostIt(CapturedOutput output) {
		Lease lease = this.keeper.register(SELF, Health.UP);
		this.writer.answer();
		this.time.advance(HEARTBEAT);
		this.writer.lose();
		assertThat(lease.state()).isEqualTo(State.INTERRUPTED);
		assertThat(this.writer.sent).containsExactly("put UP", "renew UP", "put UP");
		this.writer.answer();
		assertThat(lease.state()).isEqualTo(State.HELD);
		assertThat(output).contains("'scripted' no longer knew orders-10.0.0.1-8080")
			.contains("is registered with 'scripted' again");
	}

	@Test
	void triesForEverAndNeverLessOftenThanTheHeartbeat(CapturedOutput output) {
		Lease lease = this.keeper.register(SELF, Health.UP);
		for (int i = 0; i < 100; i++) {
			this.writer.fail(Kind.UNREACHABLE);
			assertThat(lease.state()).isEqualTo(State.PENDING);
			awaitSent(i + 2, HEARTBEAT);
		}
		this.writer.answer();
		assertThat(lease.state()).isEqualTo(State.HELD);
		assertThat(output.toString().split("can't register orders", -1)).hasSize(2);
		assertThat(output.toString().split("again\n", -1)).hasSizeLessThanOrEqualTo(3);
	}

	@Test
	void retriesAFailedRenewalSoonerThanTheNextHeartbeat() {
		Lease lease = this.keeper.register(SELF, Health.UP);
		this.writer.answer();
		this.time.advance(HEARTBEAT);
		this.writer.fail(Kind.UNAVAILABLE);
		assertThat(lease.state()).isEqualTo(State.INTERRUPTED);
		this.time.advance(Duration.ofMillis(1600));
		assertThat(this.writer.sent).containsExactly("put UP", "renew UP", "renew UP");
		this.writer.answer();
		assertThat(lease.state()).isEqualTo(State.HELD);
	}

	@Test
	void asksARegistryThatRefusesItAtMostEveryThirtySeconds(CapturedOutput output) {
		this.keeper.register(SELF, Health.UP);
		this.writer.fail(Kind.UNREACHABLE);
		awaitSent(2, Duration.ofSeconds(2));
		this.writer.fail(Kind.DENIED);
		this.time.advance(Duration.ofMillis(29_900));
		assertThat(this.writer.sent).hasSize(2);
		awaitSent(3, Duration.ofSeconds(31));
		this.writer.fail(Kind.UNREACHABLE);
		assertThat(output.toString().split("WARN", -1)).hasSize(3);
		assertThat(output).contains("'scripted' refuses to register orders-10.0.0.1-8080: scripted");
	}

	@Test
	void removesOnceWhatIsUnderWayHasFinished() {
		Lease lease = this.keeper.register(SELF, Health.UP);
		CompletableFuture<Void> released = lease.release().toCompletableFuture();
		lease.report(Health.DOWN);
		assertThat(this.writer.sent).containsExactly("put UP");
		this.writer.answer();
		assertThat(this.writer.sent).containsExactly("put UP", "remove");
		assertThat(released).isNotDone();
		this.writer.answer();
		assertThat(released).isCompleted();
		lease.release();
		lease.report(Health.UP);
		this.time.advance(Duration.ofDays(1));
		assertThat(this.writer.sent).hasSize(2);
		assertThat(this.time.waiting()).isEmpty();
	}

	@Test
	void aRenewalThatFindsNothingAfterTheReleaseResurrectsNothing() {
		Lease lease = this.keeper.register(SELF, Health.UP);
		this.writer.answer();
		this.time.advance(HEARTBEAT);
		lease.release();
		this.writer.lose();
		assertThat(this.writer.sent).containsExactly("put UP", "renew UP", "remove");
		this.writer.answer();
		this.time.advance(Duration.ofDays(1));
		assertThat(this.writer.sent).hasSize(3);
	}

	@Test
	void doesNotKeepTheReleaseWaiting() {
		Lease lease = this.keeper.register(SELF, Health.UP);
		this.writer.answer();
		CompletableFuture<Void> released = lease.release().toCompletableFuture();
		this.time.advance(Duration.ofMillis(1999));
		assertThat(released).isNotDone();
		this.time.advance(Duration.ofMillis(1));
		assertThat(released).isCompletedExceptionally();
	}

	@Test
	void removesEvenWhenThePutThatWasUnderWayFailed() {
		Lease lease = this.keeper.register(SELF, Health.UP);
		CompletableFuture<Void> released = lease.release().toCompletableFuture();
		this.writer.fail(Kind.UNAVAILABLE);
		assertThat(this.writer.last()).isEqualTo("remove");
		this.writer.fail(Kind.UNREACHABLE);
		assertThat(released).isCompletedExceptionally();
		this.time.advance(Duration.ofDays(1));
		assertThat(this.writer.sent).hasSize(2);
	}

	@Test
	void givesUpOnAnExchangeThatNeverEnds() {
		Lease lease = this.keeper.register(SELF, Health.UP);
		this.time.advance(Duration.ofSeconds(7));
		assertThat(this.writer.sent).containsExactly("put UP", "put UP");
		this.writer.answer();
		assertThat(lease.state()).isEqualTo(State.HELD);
	}

	@Test
	void tellsItsObserverOncePerStateAndNotPerAttempt() {
		List<String> told = new ArrayList<>();
		RegistryObserver observer = new RegistryObserver() {

			@Override
			public void leased(String backend, Instance instance, State state, BackendException cause) {
				told.add(backend + " " + state + ((cause != null) ? " " + cause.getMessage() : ""));
			}

		};
		LeaseKeeper observed = new LeaseKeeper(
				new BackendRuntime("scripted", this.time, this.time, Randomness.seeded(1), observer), this.writer,
				LeaseKeeper.Settings.of(HEARTBEAT, Duration.ofSeconds(1)));
		Lease lease = observed.register(SELF, Health.UP);
		this.writer.fail(Kind.UNREACHABLE);
		awaitSent(2, HEARTBEAT);
		this.writer.fail(Kind.UNREACHABLE);
		awaitSent(3, HEARTBEAT);
		this.writer.answer();
		this.time.advance(HEARTBEAT);
		this.writer.answer();
		this.time.advance(HEARTBEAT);
		this.writer.lose();
		this.writer.fail(Kind.UNAVAILABLE);
		awaitSent(7, HEARTBEAT);
		this.writer.answer();
		lease.release();
		this.writer.answer();
		assertThat(told).containsExactly("scripted PENDING scripted", "scripted HELD", "scripted INTERRUPTED",
				"scripted HELD", "scripted RELEASED");
	}

	private void awaitSent(int count, Duration limit) {
		long end = this.time.nanos() + limit.toNanos();
		while (this.writer.sent.size() < count && this.time.nanos() < end) {
			this.time.advance(Duration.ofMillis(10));
		}
		assertThat(this.writer.sent).hasSize(count);
	}

	private static final class Writer implements RegistryWriter {

		private final List<String> sent = new ArrayList<>();

		private CompletableFuture<Void> done = new CompletableFuture<>();

		private CompletableFuture<Boolean> known = new CompletableFuture<>();

		String last() {
			return this.sent.get(this.sent.size() - 1);
		}

		@SuppressWarnings("NullAway")
		void answer() {
			this.known.complete(true);
			this.done.complete(null);
		}

		void lose() {
			this.known.complete(false);
		}

		void fail(Kind kind) {
			this.known.completeExceptionally(new BackendException(kind, "scripted"));
			this.done.completeExceptionally(new BackendException(kind, "scripted"));
		}

		@Override
		public CompletionStage<Void> put(Instance self, Health health) {
			return done("put " + health);
		}

		@Override
		public CompletionStage<Boolean> renew(Instance self, Health health) {
			this.sent.add("renew " + health);
			this.known = new CompletableFuture<>();
			return this.known;
		}

		@Override
		public CompletionStage<Void> remove(Instance self) {
			return done("remove");
		}

		private CompletionStage<Void> done(String operation) {
			this.sent.add(operation);
			this.done = new CompletableFuture<>();
			return this.done;
		}

	}

}
