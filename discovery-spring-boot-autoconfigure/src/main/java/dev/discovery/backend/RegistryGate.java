package dev.discovery.backend;

import java.time.Duration;
import java.util.List;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.time.Scheduler.Timer;
import dev.discovery.time.SerialExecutor;

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
 * while the first goes on at its own pace. So are several that are refused, each of which
 * is asked again every 30 to 60 s: the others are asked before them.
 * <p>
 * While it is closed and somebody waits, a turn is planned, whatever happened before.
 * <p>
 * Safe for use by several threads. Visitors are let through by the scheduler, told of
 * errors by whoever brings them, and called under no lock.
 */
final class RegistryGate {

	private static final Duration WAKE_STEP = Duration.ofMillis(10);

	private static final Duration WAKE_LIMIT = Duration.ofSeconds(5);

	private final BackendRuntime runtime;

	private final GatePace pace;

	private final GateVerdict verdict;

	private final OutageLog log;

	private final SerialExecutor serial = new SerialExecutor();

	private final GateQueue waiting = new GateQueue();

	private volatile GateState state = GateState.UNPROVEN;

	private Timer turn = Timer.NONE;

	RegistryGate(BackendRuntime runtime) {
		this.runtime = runtime;
		this.pace = new GatePace(runtime);
		this.verdict = new GateVerdict(this.pace);
		this.log = new OutageLog(runtime.name());
	}

	GatePass pass(GatePass.Visitor visitor) {
		return new GatePass(visitor, new Backoff(this.runtime.ticker(), this.runtime.randomness()),
				this.runtime.randomness().fraction());
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
			pass.succeeded();
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
			pass.elected = false;
			planTurn();
		});
	}

	private void refused(BackendException cause) {
		if (this.state != GateState.REFUSING) {
			this.state = GateState.REFUSING;
			this.pace.next(true);
		}
		this.log.failed(cause);
		this.verdict.everybody(cause);
		this.waiting.tell(cause);
	}

	/**
	 * An error that may be the registry's or only this visitor's.
	 * @return how long the visitor rests, apart from what the gate decides
	 */
	private Duration erred(GatePass pass, BackendException cause) {
		boolean again = pass.failing;
		boolean deniedAgain = pass.denied;
		Duration rest = pass.erred(cause, this.pace.now());
		boolean wasOpen = this.state == GateState.OPEN;
		if (wasOpen && again) {
			return rest;
		}
		if (wasOpen || this.state == GateState.REFUSING) {
			this.pace.next(false);
			this.verdict.reset();
		}
		this.state = GateState.FAILING;
		this.log.failed(cause);
		BackendException general = this.verdict.erred(pass, cause, !deniedAgain && (wasOpen || pass.elected));
		if (general != null) {
			this.waiting.tell(general);
		}
		return Duration.ZERO;
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
		BackendException general = this.verdict.general();
		if (general != null) {
			pass.tell(general);
		}
		planTurn();
	}

	private void letThrough(GatePass pass, boolean standsForAll) {
		this.runtime.scheduler().execute(() -> pass.visitor.go(standsForAll));
	}

	private void planTurn() {
		this.turn.cancel();
		if (this.state != GateState.OPEN && !this.waiting.isEmpty()) {
			this.turn = this.runtime.scheduler().schedule(() -> this.serial.execute(this::takeTurn), untilDue());
		}
	}

	private Duration untilDue() {
		return this.pace.untilDue(this.waiting.hasAnother(this.verdict.culprit()));
	}

	/**
	 * What is due when it was planned may not be any more.
	 */
	private void takeTurn() {
		if (this.state == GateState.OPEN || this.waiting.isEmpty()) {
			return;
		}
		if (untilDue().isZero()) {
			GatePass elected = this.waiting.elect(this.pace.now());
			this.pace.next(this.state == GateState.REFUSING);
			letThrough(elected, true);
		}
		planTurn();
	}

	private void open() {
		boolean everybodyFailed = this.verdict.general() != null;
		this.verdict.reset();
		this.state = GateState.OPEN;
		this.turn.cancel();
		boolean wasTroubled = this.pace.opened();
		this.log.mended();
		List<GatePass> woken = this.waiting.empty();
		long step = wasTroubled ? Math.min(WAKE_STEP.toNanos(), WAKE_LIMIT.toNanos() / Math.max(1, woken.size())) : 0;
		for (int i = 0; i < woken.size(); i++) {
			GatePass pass = woken.get(i);
			pass.opened(everybodyFailed);
			long rest = (pass.failing && !everybodyFailed) ? pass.restUntil - this.pace.now() : 0;
			enterLater(pass, Duration.ofNanos(Math.max(rest, step * i)));
		}
	}

}
