package dev.discovery.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.Lease.State;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Leases of one instance, of which the next begins while the one before is still being
 * given back.
 */
class LeaseSuccessionTests {

	private static final Duration HEARTBEAT = Duration.ofSeconds(10);

	private static final Instance OLD = Instance.builder("orders", "10.0.0.1", 8080).instanceId("orders-1").build();

	private static final Instance NEW = Instance.builder("orders", "10.0.0.1", 9090).instanceId("orders-1").build();

	private final VirtualTime time = new VirtualTime();

	private final Writer writer = new Writer();

	private final LeaseKeeper keeper = new LeaseKeeper(
			new BackendRuntime("scripted", this.time, this.time, Randomness.seeded(1), RegistryObserver.NONE),
			this.writer, LeaseKeeper.Settings.of(HEARTBEAT, Duration.ofSeconds(1)));

	@Test
	void theNextBeginsWhenNothingOfTheOneBeforeIsUnderWay() {
		Lease old = held(OLD);
		this.time.advance(HEARTBEAT);
		CompletableFuture<Void> released = old.release().toCompletableFuture();
		Lease next = this.keeper.register(NEW, Health.UP);
		this.time.advance(Duration.ofSeconds(3));
		assertThat(released).isCompletedExceptionally();
		assertThat(next.state()).isEqualTo(State.PENDING);
		assertThat(this.writer.sent).containsExactly("put 8080", "renew 8080");
		this.writer.answer("renew 8080");
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.writer.sent).containsExactly("put 8080", "renew 8080", "remove 8080");
		this.writer.answer("remove 8080");
		assertThat(this.writer.last()).isEqualTo("put 9090");
		this.writer.answer("put 9090");
		assertThat(next.state()).isEqualTo(State.HELD);
	}

	@Test
	void theNextDoesNotWaitForARegistryThatNeverAnswers() {
		Lease old = held(OLD);
		this.time.advance(HEARTBEAT);
		old.release();
		this.keeper.register(NEW, Health.UP);
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.writer.sent).containsExactly("put 8080", "renew 8080", "remove 8080", "put 9090");
		assertThat(this.writer.open).as("what has timed out is called off").containsOnlyKeys("put 9090");
	}

	@Test
	void theNextBeginsWithWhatWasReportedWhileItWaited() {
		held(OLD).release();
		Lease next = this.keeper.register(NEW, Health.STARTING);
		next.report(Health.UP);
		next.report(Health.DOWN);
		assertThat(this.writer.sent).containsExactly("put 8080", "remove 8080");
		this.writer.answer("remove 8080");
		assertThat(this.writer.last()).isEqualTo("put 9090");
		assertThat(this.writer.health).isEqualTo(Health.DOWN);
	}

	@Test
	void whoLeavesBeforeItHasBegunLeavesTheOthersInTheirOrder() {
		held(OLD).release();
		Lease passing = this.keeper.register(NEW, Health.UP);
		assertThat(passing.release().toCompletableFuture()).isCompleted();
		Lease last = this.keeper.register(NEW, Health.UP);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.writer.sent).containsExactly("put 8080", "remove 8080");
		this.writer.answer("remove 8080");
		assertThat(this.writer.sent).containsExactly("put 8080", "remove 8080", "put 9090");
		this.writer.answer("put 9090");
		assertThat(last.state()).isEqualTo(State.HELD);
		this.time.advance(Duration.ofSeconds(3));
		assertThat(passing.state()).isEqualTo(State.RELEASED);
		assertThat(this.writer.sent).hasSize(3);
	}

	@Test
	void whoIsGivenBackForGoodIsRemovedLateToo() {
		Lease lease = held(OLD);
		this.time.advance(HEARTBEAT);
		CompletableFuture<Void> released = lease.release().toCompletableFuture();
		this.time.advance(Duration.ofSeconds(4));
		assertThat(released).isCompletedExceptionally();
		this.writer.answer("renew 8080");
		assertThat(this.writer.last()).isEqualTo("remove 8080");
		this.writer.answer("remove 8080");
		this.time.advance(Duration.ofDays(1));
		assertThat(this.writer.sent).hasSize(3);
		assertThat(this.time.waiting()).isEmpty();
	}

	@Test
	void othersDoNotWait() {
		held(OLD).release();
		this.keeper.register(Instance.builder("orders", "10.0.0.1", 7070).instanceId("orders-2").build(), Health.UP);
		this.keeper.register(Instance.builder("billing", "10.0.0.1", 6060).instanceId("orders-1").build(), Health.UP);
		assertThat(this.writer.sent).containsExactly("put 8080", "remove 8080", "put 7070", "put 6060");
	}

	@Test
	void nobodyWaitsForWhoHasLeft() {
		held(OLD).release();
		this.writer.answer("remove 8080");
		this.keeper.register(NEW, Health.UP);
		assertThat(this.writer.last()).isEqualTo("put 9090");
	}

	private Lease held(Instance instance) {
		Lease lease = this.keeper.register(instance, Health.UP);
		this.writer.answer("put " + instance.getPort());
		assertThat(lease.state()).isEqualTo(State.HELD);
		return lease;
	}

	/**
	 * Tells its exchanges by the instance's port.
	 */
	private static final class Writer implements RegistryWriter {

		private final List<String> sent = new ArrayList<>();

		private final Map<String, Runnable> open = new LinkedHashMap<>();

		private Health health = Health.UNKNOWN;

		String last() {
			return this.sent.get(this.sent.size() - 1);
		}

		void answer(String exchange) {
			assertThat(this.open).containsKey(exchange);
			this.open.get(exchange).run();
		}

		@Override
		public CompletionStage<Void> put(Instance self, Health health) {
			this.health = health;
			return exchange("put", self, null);
		}

		@Override
		public CompletionStage<Boolean> renew(Instance self, Health health) {
			return exchange("renew", self, true);
		}

		@Override
		public CompletionStage<Void> remove(Instance self) {
			return exchange("remove", self, null);
		}

		private <T extends @Nullable Object> CompletionStage<T> exchange(String operation, Instance self, T value) {
			String exchange = operation + " " + self.getPort();
			CompletableFuture<T> answer = new CompletableFuture<>();
			this.sent.add(exchange);
			this.open.put(exchange, () -> answer.complete(value));
			answer.whenComplete((known, failure) -> this.open.remove(exchange));
			return answer;
		}

	}

}
