package dev.discovery.directory;

import java.time.Duration;

import dev.discovery.time.Ticker;

/**
 * Since when the registry has not confirmed what is known. Written serially, read by any
 * thread.
 */
final class Freshness {

	private final Ticker ticker;

	/** Whether the registry can't be asked. */
	private volatile boolean broken;

	private volatile long brokenAt;

	/** Whether what is known may be out of date. */
	private volatile boolean aging;

	/** When the registry last said what is known; meaningless unless it is aging. */
	private volatile long asOf;

	Freshness(Ticker ticker) {
		this.ticker = ticker;
	}

	void confirmed() {
		this.broken = false;
		this.aging = false;
	}

	void broken() {
		if (!this.broken) {
			this.brokenAt = this.ticker.nanos();
			this.broken = true;
		}
		if (!this.aging) {
			this.asOf = this.brokenAt;
			this.aging = true;
		}
	}

	void aged(Duration age) {
		this.asOf = this.ticker.nanos() - age.toNanos();
		this.aging = true;
	}

	boolean isAging() {
		return this.aging;
	}

	/** How long ago the registry last said what is known; zero while it says so. */
	Duration age() {
		return this.aging ? Duration.ofNanos(this.ticker.nanos() - this.asOf) : Duration.ZERO;
	}

	/** How long the registry can't be asked; zero while it can. */
	Duration brokenFor() {
		return this.broken ? Duration.ofNanos(this.ticker.nanos() - this.brokenAt) : Duration.ZERO;
	}

}
