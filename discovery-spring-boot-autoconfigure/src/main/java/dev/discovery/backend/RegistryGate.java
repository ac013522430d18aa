package dev.discovery.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.time.Scheduler.Timer;
import dev.discovery.time.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Where everything that asks one registry queues while the registry is in trouble. Open,
 * it lets everybody through. Closed, one after another is let through in turn, and stands
 * in for all:
 * <ul>
 * <li>while connections are refused, one per second;</li>
 * <li>while it answers with errors, at the pace of one {@link Backoff}, however many are
 * waiting.</li>
 * </ul>
 * A success opens it, and those who wait go through spread over 10 ms each, at most 5 s,
 * the most used first. It starts closed with the first turn free, so that many watches
 * opened at once on a dead registry are still one attempt; if that succeeds, all others
 * follow at once.
 * <p>
 * One watch that fails while others succeed is its own affair: it closes the gate once,
 * another one may have a turn soon after, and when that succeeds the gate stays open
 * while the first goes on at its own pace.
 * <p>
 * Safe for use by several threads. Visitors are let through by the scheduler, told of
 * errors by whoever brings them, and called under no lock.
 */
final class RegistryGate {

	private static final Duration WAKE_STEP = Duration.ofMillis(10);

	private static final Duration WAKE_LIMIT = Duration.ofSeconds(5);

	private final BackendRuntime runtime;

	private final GatePace pace;

	private final OutageLog log;

	private final SerialExecutor serial = new SerialExecutor();

	private final Set<GatePass> waiting = new LinkedHashSet<>();

	private volatile GateState state = GateState.UNPROVEN;

	private long turns;

	/**
	 * The only one that failed since the gate closed, if it is only one.
	 */
	private @Nullable GatePass culprit;

	/**
	 * Why nobody gets an answer, if it is nobody.
	 */
	private @Nullable BackendException general;

	private Timer turn = Timer.NONE;

	RegistryGate(BackendRuntime runtime) {
		this.runtime = runtime;
		this.pace = new GatePace(runtime);
		this.log = new OutageLog(runtime.name());
	}

	GatePass pass(GatePass.Visitor visitor) {
		return new GatePass(visitor, new Backoff(this.runtime.ticker(), this.runtime.randomness()));
	}

	/**
	 * Asks to be let through.
	 * @param pass who asks
	 * @param delay when at the earliest
	 */
	void enter(GatePass pass, Duration delay) {
		this.serial.execute(() -> enterLater(pass, delay));
	}

	/**
	 * Doesn't want to be let through any more.
	 */
	void leave(GatePass pass) {
		this.serial.execute(() -> {
			pass.gone = true;
			pass.timer.cancel();
			this.waiting.remove(pass);
			planTurn();
		});
	}

	/**
	 * Whether it lets everybody through now. May be called by any thread.
	 */
	boolean isOpen() {
		return this.state == GateState.OPEN;
	}

	void succeeded(GatePass pass) {
		this.serial.execute(() -> {
			pass.failing = false;
			pass.told = false;
			pass.backoff.succeeded();
			if (this.state != GateState.OPEN) {
				open();
			}
		});
	}

	/**
	 * Brings bad news, and asks to be let through again when it makes sense.
	 */
	void failed(GatePass pass, BackendException cause) {
		this.serial.execute(() -> {
			pass.told = true;
			if (cause.kind() == Kind.UNREACHABLE) {
				refused(cause);
				arrive(pass);
			}
			else {
				enterLater(pass, erred(pass, cause));
			}
		});
	}

	private void refused(BackendException cause) {
		if (this.state != GateState.REFUSING) {
			this.state = GateState.REFUSING;
			this.pace.next(true);
		}
		this.log.failed(cause);
		tellAll(cause);
	}

	/**
	 * An error that may be the registry's or only this visitor's.
	 * @return how long the visitor rests, apart from what the gate decides
	 */
	private Duration erred(GatePass pass, BackendException cause) {
		Duration rest = pass.backoff.next(cause);
		boolean again = pass.failing;
		pass.failing = true;
		pass.restUntil = this.pace.now() + rest.toNanos();
		if (this.state == GateState.OPEN && again) {
			return rest;
		}
		if (this.state == GateState.OPEN || this.state == GateState.REFUSING) {
			this.pace.next(false);
			this.general = null;
		}
		this.state = GateState.FAILING;
		this.log.failed(cause);
		boolean alone = this.general == null && (this.culprit == null || this.culprit == pass);
		if (alone) {
			this.culprit = pass;
		}
		else {
			tellAll(cause);
		}
		this.pace.erred(cause, alone);
		return Duration.ZERO;
	}

	private void tellAll(BackendException cause) {
		this.culprit = null;
		this.general = cause;
		this.waiting.forEach((pass) -> pass.tell(cause));
	}

	private void enterLater(GatePass pass, Duration delay) {
		pass.timer.cancel();
		if (delay.isZero() || delay.isNegative()) {
			arrive(pass);
		}
		else if (!pass.gone) {
			pass.timer = this.runtime.scheduler().schedule(() -> this.serial.execute(() -> arrive(pass)), delay);
		}
	}

	private void arrive(GatePass pass) {
		if (pass.gone) {
			return;
		}
		if (this.state == GateState.OPEN) {
			letThrough(pass, false);
			return;
		}
		this.waiting.add(pass);
		if (this.general != null) {
			pass.tell(this.general);
		}
		planTurn();
	}

	private void letThrough(GatePass pass, boolean standsForAll) {
		pass.turn = ++this.turns;
		this.runtime.scheduler().execute(() -> pass.visitor.go(standsForAll));
	}

	private void planTurn() {
		this.turn.cancel();
		if (this.state != GateState.OPEN && !this.waiting.isEmpty()) {
			this.turn = this.runtime.scheduler().schedule(() -> this.serial.execute(this::takeTurn), untilDue());
		}
	}

	private Duration untilDue() {
		return this.pace.untilDue(this.waiting.stream().anyMatch((pass) -> pass != this.culprit));
	}

	private void takeTurn() {
		if (this.state == GateState.OPEN || this.waiting.isEmpty() || !untilDue().isZero()) {
			return;
		}
		GatePass elected = this.waiting.stream().min(Comparator.comparingLong((pass) -> pass.turn)).orElseThrow();
		this.waiting.remove(elected);
		this.pace.next(this.state == GateState.REFUSING);
		letThrough(elected, true);
		planTurn();
	}

	private void open() {
		boolean everybodyFailed = this.general != null;
		boolean neverFailed = this.state == GateState.UNPROVEN;
		this.state = GateState.OPEN;
		this.culprit = null;
		this.general = null;
		this.turn.cancel();
		this.pace.opened();
		this.log.mended();
		List<GatePass> woken = new ArrayList<>(this.waiting);
		this.waiting.clear();
		woken.forEach(GatePass::weigh);
		woken.sort(Comparator.comparingLong((pass) -> -pass.wanted));
		long step = neverFailed ? 0 : Math.min(WAKE_STEP.toNanos(), WAKE_LIMIT.toNanos() / Math.max(1, woken.size()));
		for (int i = 0; i < woken.size(); i++) {
			GatePass pass = woken.get(i);
			pass.failing = pass.failing && !everybodyFailed;
			pass.told = false;
			long rest = pass.failing ? pass.restUntil - this.pace.now() : 0;
			enterLater(pass, Duration.ofNanos(Math.max(rest, step * i)));
		}
	}

}
