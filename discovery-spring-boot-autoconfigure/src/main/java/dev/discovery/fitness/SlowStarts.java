package dev.discovery.fitness;

import dev.discovery.time.Ticker;

/**
 * Who of one service gets a share of the calls that grows: new instances, and those that
 * come back from an {@link Ejection}. Used by one thread at a time.
 */
final class SlowStarts {

	private final Ticker ticker;

	private final Ejections.Listener listener;

	SlowStarts(Ticker ticker, Ejections.Listener listener) {
		this.ticker = ticker;
		this.listener = listener;
	}

	/**
	 * Gives an instance a share that grows.
	 */
	void start(InstanceStats stats, SlowStart ramp) {
		Standing standing = stats.standing();
		standing.ramp = ramp;
		standing.rampSince = this.ticker.nanos();
		standing.share = ramp.shareAt(0);
	}

	/**
	 * Lets its share grow, if it isn't full.
	 */
	void grow(InstanceStats stats, long now) {
		Standing standing = stats.standing();
		if (standing.share < SlowStart.FULL) {
			int before = standing.share;
			standing.share = standing.ramp.shareAt(now - standing.rampSince);
			if (SlowStart.tenths(standing.share) != SlowStart.tenths(before)) {
				this.listener.changed(stats);
			}
		}
	}

}
