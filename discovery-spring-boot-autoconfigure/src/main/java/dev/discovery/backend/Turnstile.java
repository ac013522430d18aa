package dev.discovery.backend;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;

import dev.discovery.time.Scheduler.Timer;
import dev.discovery.time.SerialExecutor;

/**
 * How many questions one registry is asked at the same time. Those that it may hold back
 * share a bounded number of places, so that the number of connections doesn't grow with
 * the number of services: once there are more services than places, each question is held
 * for a shorter time, such that every service has its turn about every four seconds.
 * Those that are answered at once have a few places of their own and so never wait for
 * the held ones.
 * <p>
 * Safe for use by several threads. Visitors are let in by the scheduler, in the order in
 * which they came.
 */
final class Turnstile {

	private static final int QUICK_PLACES = 8;

	private static final Duration ROUND = Duration.ofSeconds(4);

	private static final Duration SHORTEST = Duration.ofMillis(10);

	private static final Duration CAREFUL = Duration.ofMinutes(10);

	private final BackendRuntime runtime;

	private final Duration maxWait;

	private final int maxPlaces;

	private final SerialExecutor serial = new SerialExecutor();

	private final Lane quick = new Lane();

	private final Lane held = new Lane();

	private volatile int places;

	private volatile int population;

	private long carefulUntil;

	private Timer impatience = Timer.NONE;

	/**
	 * Creates the turnstile.
	 * @param runtime what it runs on
	 * @param maxWait how long a question is held at most
	 * @param maxPlaces how many questions may be held at once
	 */
	Turnstile(BackendRuntime runtime, Duration maxWait, int maxPlaces) {
		this.runtime = runtime;
		this.maxWait = maxWait;
		this.maxPlaces = maxPlaces;
		this.places = maxPlaces;
	}

	/**
	 * How long a question may be held back now, up to a tenth less by chance, so that
	 * those that began together don't end together. May be called by any thread.
	 */
	Duration waitNow() {
		long fair = fairWait();
		long jitter = (long) (fair / 10 * this.runtime.randomness().fraction());
		return Duration.ofNanos(Math.max(SHORTEST.toNanos(), fair - jitter));
	}

	private long fairWait() {
		int room = this.places;
		int rounds = (this.population + room - 1) / room;
		return (rounds <= 1) ? this.maxWait.toNanos() : Math.min(this.maxWait.toNanos(), ROUND.toNanos() / rounds);
	}

	/**
	 * Asks to be let in.
	 * @param visit who
	 * @param mayBeHeld whether the registry may hold the answer back
	 */
	void enter(Visit visit, boolean mayBeHeld) {
		this.serial.execute(() -> {
			if (!visit.counted && !visit.gone) {
				visit.counted = true;
				this.population = this.population + 1;
			}
			visit.lane = mayBeHeld ? this.held : this.quick;
			visit.lane.queue.add(visit);
			advance();
		});
	}

	/**
	 * Gives the place back, if it had one, and no longer queues for one.
	 * @param visit who
	 * @param forGood whether it will not come back
	 */
	void leave(Visit visit, boolean forGood) {
		this.serial.execute(() -> {
			visit.gone = visit.gone || forGood;
			if (visit.gone && visit.counted) {
				visit.counted = false;
				this.population = this.population - 1;
			}
			if (!visit.lane.inside.remove(visit)) {
				visit.lane.queue.remove(visit);
			}
			advance();
		});
	}

	/**
	 * The registry wants to be asked less: half of the places, for ten minutes. Those who
	 * hear it together count as one.
	 */
	void slowDown() {
		this.serial.execute(() -> {
			long now = this.runtime.ticker().nanos();
			boolean again = this.places < this.maxPlaces && this.carefulUntil - now > CAREFUL.minus(ROUND).toNanos();
			if (!again) {
				this.places = Math.max(1, this.places / 2);
				this.carefulUntil = now + CAREFUL.toNanos();
			}
		});
	}

	private void advance() {
		if (this.places < this.maxPlaces && this.runtime.ticker().nanos() - this.carefulUntil >= 0) {
			this.places = this.maxPlaces;
		}
		this.quick.letIn(QUICK_PLACES);
		this.held.letIn(this.places);
		this.impatience.cancel();
		if (!this.held.queue.isEmpty()) {
			this.impatience = this.runtime.scheduler()
				.schedule(() -> this.serial.execute(this::makeRoom), untilOverdue());
		}
	}

	/**
	 * Who was let in when there was room for all may be held for a minute while others
	 * wait.
	 */
	private void makeRoom() {
		if (this.held.queue.isEmpty()) {
			return;
		}
		for (Visit visit : this.held.inside) {
			if (overdueAt(visit) - this.runtime.ticker().nanos() > 0) {
				break;
			}
			if (!visit.cut) {
				visit.cut = true;
				visit.cutShort.run();
			}
		}
		advance();
	}

	private Duration untilOverdue() {
		long now = this.runtime.ticker().nanos();
		return this.held.inside.stream()
			.filter((visit) -> !visit.cut)
			.findFirst()
			.map((visit) -> Duration.ofNanos(Math.max(0, overdueAt(visit) - now)))
			.orElse(ROUND);
	}

	/**
	 * Registries add a sixteenth to the wait, and the answer has a way to come.
	 */
	private long overdueAt(Visit visit) {
		return visit.since + fairWait() / 16 * 17 + Duration.ofMillis(500).toNanos();
	}

	private final class Lane {

		private final Queue<Visit> queue = new ArrayDeque<>();

		/** In the order in which they were let in. */
		private final Set<Visit> inside = new LinkedHashSet<>();

		private void letIn(int places) {
			while (this.inside.size() < places && !this.queue.isEmpty()) {
				Visit visit = this.queue.remove();
				visit.since = Turnstile.this.runtime.ticker().nanos();
				visit.cut = false;
				this.inside.add(visit);
				Turnstile.this.runtime.scheduler().execute(visit.ask);
			}
		}

	}

	/**
	 * One who comes again and again, known to the turnstile alone.
	 */
	final class Visit {

		private Runnable ask = () -> {
		};

		private Runnable cutShort = () -> {
		};

		private Lane lane = Turnstile.this.quick;

		private long since;

		private boolean cut;

		private boolean counted;

		private boolean gone;

		/**
		 * Sets what to do.
		 * @param ask when it is let in
		 * @param cutShort when its place is needed
		 */
		void on(Runnable ask, Runnable cutShort) {
			this.ask = ask;
			this.cutShort = cutShort;
		}

	}

}
