package dev.discovery.fitness;

import java.time.Duration;
import java.util.function.Supplier;

import dev.discovery.fitness.Ejection.Reason;
import dev.discovery.time.Randomness;
import dev.discovery.time.Ticker;

/**
 * Who of one service gets no calls for a while: takes instances out, for longer each
 * time, brings them back, and never takes out too many.
 * <p>
 * The times and the bound are Envoy's; small services may lose up to half of their
 * instances, at most four, never the last; and whoever isn't there at all, who counts for
 * neither. Used by one thread at a time.
 */
public final class Ejections {

	private final OutlierSettings settings;

	private final Ticker ticker;

	private final EjectionBounds bounds;

	private final Listener listener;

	private final SlowStarts slowStarts;

	/**
	 * Creates it.
	 * @param settings how many, and for how long
	 * @param ticker tells the time
	 * @param randomness spreads the comebacks
	 * @param listener told of each change
	 */
	public Ejections(OutlierSettings settings, Ticker ticker, Randomness randomness, Listener listener) {
		this.settings = settings;
		this.ticker = ticker;
		this.bounds = new EjectionBounds(settings, randomness);
		this.listener = listener;
		this.slowStarts = new SlowStarts(ticker, listener);
	}

	/**
	 * Takes an instance out, unless it is out or too many are.
	 * @param detail why, for people; asked only if it is taken out
	 */
	void eject(Headcount headcount, InstanceStats outlier, Reason reason, Supplier<String> detail) {
		if (outlier.ejection() == null && headcount.hasRoom(outlier, this.bounds)) {
			eject(outlier, reason, detail.get());
			headcount.changed(outlier, null);
		}
	}

	/**
	 * Takes an instance out that isn't there: it carries nothing that others would have
	 * to carry instead, so that there are never too many, as long as another one answers,
	 * which shows that it isn't about the way there.
	 */
	void ejectUnreachable(Headcount headcount, InstanceStats outlier, Supplier<String> detail) {
		Ejection known = outlier.ejection();
		if ((known != null && known.reason() != Reason.CONSECUTIVE_FAILURES) || !headcount.answers()) {
			return;
		}
		if (known == null) {
			eject(outlier, Reason.UNREACHABLE, detail.get());
		}
		else {
			outlier.standing().ejection = known.because(Reason.UNREACHABLE, detail.get());
			this.listener.changed(outlier);
		}
		headcount.changed(outlier, known);
	}

	private void eject(InstanceStats outlier, Reason reason, String detail) {
		int times = ++outlier.standing().ejections;
		long now = this.ticker.nanos();
		eject(outlier, new Ejection(reason, detail, now, now + this.bounds.duration(times), times));
	}

	/**
	 * Takes an instance out by hand.
	 * @param stats whose
	 * @param duration for how long
	 * @param detail why
	 */
	public void quarantine(InstanceStats stats, Duration duration, String detail) {
		long now = this.ticker.nanos();
		eject(stats, new Ejection(Reason.QUARANTINE, detail, now, now + duration.toNanos(), 1));
	}

	private void eject(InstanceStats stats, Ejection ejection) {
		stats.standing().ejection = ejection;
		this.listener.ejected(stats, ejection);
	}

	/**
	 * Brings back those whose time is over, and those that have only been slow and have
	 * answered. To be called every {@link Pulse#INTERVAL}.
	 * @param all the service's instances
	 */
	public void tick(InstanceStats[] all) {
		long now = this.ticker.nanos();
		for (InstanceStats each : all) {
			Ejection ejection = each.ejection();
			if (ejection != null) {
				if (ejection.reason() == Reason.HUNG) {
					tickHung(each, ejection, now);
				}
				else if (now - ejection.until() >= 0) {
					this.listener.due(each, ejection);
				}
			}
			this.slowStarts.grow(each, now);
		}
	}

	/**
	 * A hung instance is back when it answers one of the calls that wait for it. As long
	 * as they wait it stays out, but not for ever: they may be lost.
	 */
	private void tickHung(InstanceStats stats, Ejection ejection, long now) {
		boolean answered = stats.heardAfter(ejection.since());
		boolean waiting = stats.inFlight() > 0 && now - ejection.since() < this.settings.time().max().toNanos();
		if (answered) {
			revive(stats);
		}
		else if (now - ejection.until() >= 0 && !waiting) {
			this.listener.due(stats, ejection);
		}
	}

	/**
	 * Brings an instance back, slowly where it is told to.
	 * @param stats whose
	 */
	public void revive(InstanceStats stats) {
		Ejection ejection = stats.ejection();
		if (ejection == null) {
			return;
		}
		stats.standing().forgive();
		if (ejection.reason() == Reason.HUNG && !stats.heardAfter(ejection.since())) {
			stats.writeOff();
		}
		stats.standing().ejection = null;
		if (ejection.reason() != Reason.QUARANTINE) {
			this.slowStarts.start(stats, this.settings.time().comeback());
		}
		this.listener.revived(stats, ejection);
	}

	/**
	 * Leaves an instance out for as long again as it has been told to be.
	 * @param stats whose
	 */
	public void extend(InstanceStats stats) {
		Ejection ejection = stats.ejection();
		if (ejection != null) {
			stats.standing().ejection = ejection
				.extendedTo(this.ticker.nanos() + this.bounds.duration(ejection.times()));
		}
	}

	/**
	 * Gives an instance a share that grows.
	 * @param stats whose
	 * @param ramp how
	 */
	public void start(InstanceStats stats, SlowStart ramp) {
		this.slowStarts.start(stats, ramp);
	}

	/** Forgets one ejection of those that behave. */
	void intervalPassed(InstanceStats stats) {
		Standing standing = stats.standing();
		if (standing.ejection == null && standing.ejections > 0) {
			standing.ejections--;
		}
	}

	/**
	 * Hears of changes, on the thread that uses the ejections.
	 */
	public interface Listener {

		/**
		 * An instance gets no calls.
		 * @param stats whose
		 * @param ejection why
		 */
		void ejected(InstanceStats stats, Ejection ejection);

		/**
		 * Its time is over: somebody must revive it, or extend it.
		 * @param stats whose
		 * @param ejection why it is out
		 */
		void due(InstanceStats stats, Ejection ejection);

		/**
		 * It gets calls again.
		 * @param stats whose
		 * @param ejection why it had got none
		 */
		void revived(InstanceStats stats, Ejection ejection);

		/**
		 * Its share has come to another tenth of the full one, at last to all of it; or
		 * it is known better why it is out.
		 * @param stats whose
		 */
		void changed(InstanceStats stats);

	}

}
