package dev.discovery.fitness.probe;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

import dev.discovery.time.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * When an instance is asked: soon where nothing, or nothing certain, is known of it, else
 * once per interval, and always when there is room.
 * <p>
 * Used by the tasks of the serial executor only.
 */
final class ProbeLoop {

	private static final double JITTER = 0.1;

	private final ProbeRuntime runtime;

	private final SerialExecutor serial;

	private final ProbeSlots slots;

	private final BiConsumer<ProbedInstance, @Nullable String> onChange;

	private boolean paused;

	/**
	 * What was asked before a pause was broken off, which says nothing of the instance.
	 */
	private int pauses;

	ProbeLoop(ProbeRuntime runtime, SerialExecutor serial, int parallelism,
			BiConsumer<ProbedInstance, @Nullable String> onChange) {
		this.runtime = runtime;
		this.serial = serial;
		this.slots = new ProbeSlots(parallelism);
		this.onChange = onChange;
	}

	/**
	 * Begins, and never ends unless the instance leaves or isn't UP.
	 */
	void askSoon(ProbedInstance probed) {
		askWithin(probed, Duration.ZERO, probed.plan.soon());
	}

	private void askAgain(ProbedInstance probed) {
		Duration soon = probed.plan.soon();
		Duration interval = probed.plan.interval();
		if (probed.isInDoubt()) {
			askWithin(probed, soon.dividedBy(2), soon);
		}
		else {
			Duration jitter = Duration.ofNanos((long) (interval.toNanos() * JITTER));
			askWithin(probed, interval.minus(jitter), interval.plus(jitter));
		}
	}

	private void askWithin(ProbedInstance probed, Duration earliest, Duration latest) {
		probed.timer.cancel();
		if (probed.isAskable()) {
			long spread = (long) (latest.minus(earliest).toNanos() * this.runtime.randomness().fraction());
			probed.timer = this.runtime.scheduler()
				.schedule(() -> this.serial.execute(() -> ask(probed, false)), earliest.plusNanos(spread));
		}
	}

	/**
	 * Asks when there is room, unless that is already happening.
	 */
	void ask(ProbedInstance probed, boolean urgent) {
		if (this.paused) {
			probed.answer(false);
		}
		else if (!probed.asking && probed.isAskable()) {
			probed.asking = true;
			probed.timer.cancel();
			this.slots.acquire(() -> begin(probed), urgent);
		}
	}

	private void begin(ProbedInstance probed) {
		if (!probed.isAskable()) {
			// not at once, for many of these may stand in the queue
			this.serial.execute(() -> skip(probed));
			return;
		}
		int asked = this.pauses;
		CompletionStage<@Nullable String> answer;
		try {
			answer = Objects.requireNonNull(probed.plan.probe().probe(probed.instance), "no stage");
		}
		catch (Throwable ex) {
			// whatever it is, its place would be lost
			answer = CompletableFuture.failedStage(ex);
		}
		answer.whenComplete((why, failure) -> {
			String found = (failure != null) ? ProbeFailures.of(failure) : why;
			this.serial.execute(() -> {
				if (asked == this.pauses) {
					end(probed, found);
				}
				else {
					skip(probed);
				}
			});
		});
	}

	private void skip(ProbedInstance probed) {
		this.slots.release();
		probed.asking = false;
		askSoon(probed);
		probed.answer(false);
	}

	private void end(ProbedInstance probed, @Nullable String why) {
		this.slots.release();
		probed.asking = false;
		if (probed.isAskable()) {
			if (probed.heard(why == null)) {
				this.onChange.accept(probed, why);
			}
			askAgain(probed);
		}
		probed.answer(why == null);
	}

	/**
	 * Asks nobody any more; what is on its way no longer counts.
	 */
	void pause() {
		this.paused = true;
		this.pauses++;
	}

	/**
	 * Asks again.
	 * @return whether it was paused
	 */
	boolean resume() {
		boolean before = this.paused;
		this.paused = false;
		return before;
	}

	void close() {
		this.slots.clear();
	}

}
