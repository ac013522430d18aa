package dev.discovery.fitness;

import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * What calls learned about one instance. Outlives snapshots: as long as an instance of
 * this id is listed, its stats are these.
 * <p>
 * Safe for use by several threads without a lock; begin and end allocate nothing. What
 * the {@link OutlierDetector} makes of it is written by one thread at a time.
 */
public final class InstanceStats {

	/**
	 * There is no place for another call: no stamp of any clock.
	 */
	public static final long FULL = Long.MIN_VALUE;

	private final Stamps stamps;

	private final CallTimes times;

	private final FailureListener listener;

	private final CallCount calls = new CallCount();

	private final Tally tally = new Tally();

	private final CallWindow window = new CallWindow();

	private final Standing standing = new Standing(this.tally);

	/**
	 * Creates stats without a history.
	 * @param ticker tells how long calls take
	 * @param pulse tells what this process has slept through
	 * @param listener told of each failure
	 */
	public InstanceStats(Ticker ticker, Pulse pulse, FailureListener listener) {
		this.stamps = new Stamps(ticker);
		this.times = new CallTimes(ticker, pulse, this.stamps);
		this.listener = listener;
	}

	/**
	 * Creates stats without a history that nobody judges by.
	 * @param ticker tells how long calls take
	 */
	public InstanceStats(Ticker ticker) {
		this(ticker, new Pulse(ticker), FailureListener.NONE);
	}

	/**
	 * A call begins. Each begin needs exactly one {@link #end(long, Outcome)}.
	 * @return the stamp to end it with
	 */
	public long begin() {
		long stamp = stamp();
		this.calls.begin();
		return stamp;
	}

	/** Taken before it is counted, or somebody might take the idle time for silence. */
	private long stamp() {
		long stamp = this.stamps.next(this.calls.begun());
		if (Stamps.isExact(stamp) && inFlight() == 0) {
			this.times.silence().broken(stamp);
		}
		return stamp;
	}

	/**
	 * A call begins, unless too many are under way; those that are written off don't
	 * count.
	 * @param most how many there may be
	 * @return the stamp to end it with, or {@link #FULL}
	 */
	public long begin(int most) {
		long stamp = stamp();
		return this.calls.begin(most) ? stamp : FULL;
	}

	/**
	 * A call ended.
	 * @param stamp what begin returned
	 * @param outcome how it ended
	 */
	public void end(long stamp, Outcome outcome) {
		switch (outcome) {
			case SUCCESS -> {
				if (this.stamps.isTimed(stamp)) {
					this.times.succeeded(stamp);
				}
				this.tally.succeeded();
				this.calls.succeed(stamp);
				return;
			}
			case FAILURE -> {
				this.times.silenceBroken();
				failed(1, stamp, true);
			}
			case NEVER_SENT -> failed(2, stamp, false);
			// one that this process slept through is its own
			case TIMEOUT -> failed(this.times.silence().wasAwakeSince(stamp) ? 2 : 0, stamp, true);
			case CANCELLED -> failed(this.times.waitedInVain(stamp) ? 1 : 0, stamp, true);
		}
		this.calls.end(stamp);
	}

	private void failed(int weight, long stamp, boolean arrived) {
		if (weight == 0) {
			return;
		}
		this.times.failed(stamp);
		this.listener.failed(this, this.tally.failed(weight, arrived));
	}

	/**
	 * What a call costs here. It is measured from the first time that somebody asks:
	 * until then the end of a call takes no longer for it.
	 * @param settings what it is made of; those of whoever asks first count
	 * @return the cost, always the same object
	 */
	public PeakEwma cost(PeakEwmaSettings settings) {
		return this.times.cost(settings);
	}

	/**
	 * The calls that have begun and not ended, but for those that are written off.
	 * @return their number
	 */
	public int inFlight() {
		return this.calls.live();
	}

	/**
	 * The calls that succeeded since the instance was first seen.
	 * @return their number
	 */
	public long successes() {
		return this.calls.successes();
	}

	/**
	 * The calls that failed since the instance was first seen.
	 * @return their number
	 */
	public long failures() {
		return this.tally.failures();
	}

	/**
	 * The failures since the last success; one that never arrived or timed out counts
	 * double.
	 * @return their number
	 */
	public int consecutiveFailures() {
		return this.tally.points();
	}

	/**
	 * The failures since the last call that may have arrived, each of which counts
	 * double.
	 */
	int unreached() {
		return this.tally.unreached();
	}

	/**
	 * How long its successful calls usually take: a moving average.
	 * @return nanoseconds, 0 without any
	 */
	public long usualNanos() {
		return this.times.usualNanos();
	}

	/**
	 * How long it has had calls without answering any, as far as this process was awake.
	 * @return nanoseconds, 0 if there is no call
	 */
	public long silentNanos() {
		return (inFlight() == 0) ? 0 : this.times.silence().nanos();
	}

	/**
	 * Whether it has answered, or got its first call, after a moment.
	 */
	boolean heardAfter(long moment) {
		return this.times.silence().brokenAfter(moment);
	}

	/**
	 * The calls that wait in vain: for an instance that is hung, or was when they began.
	 * @return their number
	 */
	public int stuck() {
		Ejection known = this.standing.ejection;
		return ((known != null && known.reason() == Ejection.Reason.HUNG) ? inFlight() : 0) + this.calls.writtenOff();
	}

	/**
	 * Why it gets no calls for a while.
	 * @return the ejection, or null if there is none
	 */
	public @Nullable Ejection ejection() {
		return this.standing.ejection;
	}

	/**
	 * What the active health check finds wrong with it.
	 * @return the ailment, or null if there is none or nobody has looked
	 */
	public @Nullable String ailment() {
		return this.standing.ailment;
	}

	/**
	 * Takes note of what the active health check finds.
	 * @param ailment what is wrong, or null
	 */
	public void ailment(@Nullable String ailment) {
		this.standing.ailment = ailment;
	}

	/**
	 * How much of its share of the calls it gets.
	 * @return from 100 to {@link SlowStart#FULL}
	 */
	public int share() {
		return this.standing.share;
	}

	/**
	 * Takes stock of how frequent its calls are; to be called every
	 * {@link Pulse#INTERVAL}, by one thread at a time. From a thousand a second on, sixty
	 * to a hundred and twenty a second are timed, unless somebody picks by what calls
	 * cost.
	 */
	public void beat() {
		this.times.beat(successes(), failures());
	}

	CallWindow window() {
		return this.window;
	}

	Standing standing() {
		return this.standing;
	}

	/** What is in flight will hardly be answered. */
	void writeOff() {
		this.calls.writeOff(this.times::silenceBroken);
		// or those that begin now would be taken for some of them
		this.stamps.renew();
	}

}
