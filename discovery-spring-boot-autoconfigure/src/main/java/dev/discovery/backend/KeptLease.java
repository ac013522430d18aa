package dev.discovery.backend;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.time.Scheduler.Timer;
import dev.discovery.time.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * A lease and its one serial state machine. Registration is desired state: what the
 * registry has is compared with what is wanted after every exchange, and the difference
 * is the next exchange.
 */
final class KeptLease implements Lease {

	private final BackendRuntime runtime;

	private final RegistryWriter writer;

	private final LeaseKeeper.Settings settings;

	private final Instance instance;

	private final LeaseLog log;

	private final Backoff backoff;

	private final SerialExecutor serial = new SerialExecutor();

	private final LeaseEnd end;

	private volatile State state = State.PENDING;

	/** What the registry should say. */
	private Health wanted;

	/** What the registry says, as far as is known; null if it doesn't know us. */
	private @Nullable Health told;

	private boolean started;

	private boolean everPut;

	private boolean busy;

	private Timer timer = Timer.NONE;

	KeptLease(BackendRuntime runtime, RegistryWriter writer, LeaseKeeper.Settings settings, Instance instance,
			Health initial, LeaseEnd end) {
		this.runtime = runtime;
		this.writer = writer;
		this.settings = settings;
		this.instance = instance;
		this.wanted = initial;
		this.end = end;
		this.log = new LeaseLog(runtime, instance);
		this.backoff = new Backoff(runtime.ticker(), runtime.randomness());
	}

	void start() {
		this.serial.execute(() -> {
			this.started = true;
			if (this.state != State.RELEASED) {
				reconcile();
			}
		});
	}

	@Override
	public Instance instance() {
		return this.instance;
	}

	@Override
	public State state() {
		return this.state;
	}

	@Override
	public void report(Health health) {
		this.serial.execute(() -> {
			this.wanted = health;
			if (this.started && this.state != State.RELEASED && this.told != health && !this.busy) {
				reconcile();
			}
		});
	}

	@Override
	public CompletionStage<Void> release() {
		this.end.begin();
		this.serial.execute(() -> {
			if (this.state != State.RELEASED) {
				this.state = State.RELEASED;
				this.timer.cancel();
				if (!this.busy) {
					remove();
				}
			}
		});
		return this.end.told();
	}

	private void reconcile() {
		this.timer.cancel();
		Health health = this.wanted;
		if (this.told == null) {
			this.everPut = true;
			exchange("put", () -> this.writer.put(this.instance, health), (done) -> true, (known) -> confirmed(health));
		}
		else {
			exchange("renew", () -> this.writer.renew(this.instance, health), Objects::requireNonNull,
					(known) -> renewed(health, known));
		}
	}

	private void renewed(Health health, boolean known) {
		if (known) {
			confirmed(health);
		}
		else {
			this.told = null;
			this.state = State.INTERRUPTED;
			this.log.lost();
			reconcile();
		}
	}

	private void confirmed(Health health) {
		this.backoff.succeeded();
		this.told = health;
		this.state = State.HELD;
		this.log.held();
		if (this.wanted != health) {
			reconcile();
		}
		else {
			long heartbeat = this.settings.heartbeat().toNanos();
			again(Duration.ofNanos(heartbeat - (long) (heartbeat / 10 * this.runtime.randomness().fraction())));
		}
	}

	private void failed(BackendException cause) {
		this.log.failed(cause, this.told != null);
		if (this.state == State.HELD) {
			this.state = State.INTERRUPTED;
		}
		Duration delay = (cause.kind() == Kind.UNREACHABLE) ? this.backoff.refused() : this.backoff.next(cause);
		boolean patient = cause.kind() == Kind.DENIED || cause.retryAfter() != null;
		boolean sooner = !patient && delay.compareTo(this.settings.heartbeat()) > 0;
		again(sooner ? this.settings.heartbeat() : delay);
	}

	private void again(Duration delay) {
		this.timer = this.runtime.scheduler().schedule(() -> this.serial.execute(() -> {
			if (this.state != State.RELEASED && !this.busy) {
				reconcile();
			}
		}), delay);
	}

	private <A> void exchange(String operation, Supplier<CompletionStage<A>> question, Function<A, Boolean> check,
			Consumer<Boolean> reaction) {
		this.busy = true;
		begin(operation, question, check, (known) -> unlessReleased(() -> reaction.accept(known)),
				(cause) -> unlessReleased(() -> failed(cause)));
	}

	/**
	 * A release that came meanwhile prevails over what the answer says.
	 */
	private void unlessReleased(Runnable reaction) {
		this.busy = false;
		if (this.state == State.RELEASED) {
			remove();
		}
		else {
			reaction.run();
		}
	}

	private void remove() {
		if (this.everPut) {
			this.busy = true;
			begin("remove", () -> this.writer.remove(this.instance), (done) -> true, (done) -> finish(null),
					this::finish);
		}
		else {
			finish(null);
		}
	}

	private void finish(@Nullable BackendException cause) {
		this.log.released(cause);
		this.end.reached(cause);
	}

	private <A> void begin(String operation, Supplier<CompletionStage<A>> question, Function<A, Boolean> check,
			Consumer<Boolean> success, Consumer<BackendException> failure) {
		new Exchange<>(this.runtime, operation, check, new Exchange.Answer<Boolean>() {

			@Override
			public void succeeded(Boolean known) {
				KeptLease.this.serial.execute(() -> success.accept(known));
			}

			@Override
			public void failed(BackendException cause) {
				KeptLease.this.serial.execute(() -> failure.accept(cause));
			}

		}).begin(question, this.settings::exchangeTimeout);
	}

}
