package dev.discovery.fitness;

import org.jspecify.annotations.Nullable;

/**
 * What a verdict on one instance of a service asks about all of them: counted once, when
 * it is first asked, and kept up with the verdicts that follow. Used by one thread at a
 * time.
 */
final class Headcount {

	private static final int UNKNOWN = -1;

	private final InstanceStats[] all;

	/** Those that are taken out, but for those that aren't there. */
	private int out = UNKNOWN;

	private int missing;

	/** The place of one that answers, or behind the last one. */
	private int answering = UNKNOWN;

	Headcount(InstanceStats[] all) {
		this.all = all;
	}

	/** Whether one more may be taken out. Who isn't there counts for neither side. */
	boolean hasRoom(EjectionBounds bounds) {
		if (this.out == UNKNOWN) {
			this.out = 0;
			for (InstanceStats each : this.all) {
				count(each, each.ejection(), 1);
			}
		}
		return this.out < bounds.most(this.all.length - this.missing);
	}

	/** One has another ejection than before. */
	void changed(InstanceStats stats, @Nullable Ejection before) {
		if (this.out != UNKNOWN) {
			count(stats, before, -1);
			count(stats, stats.ejection(), 1);
		}
	}

	private void count(InstanceStats stats, @Nullable Ejection ejection, int by) {
		if (stats.standing().outOfReach
				|| (ejection != null && ejection.reason() == Ejection.Reason.UNREACHABLE)) {
			this.missing += by;
		}
		else if (ejection != null) {
			this.out += by;
		}
	}

	/** Whether anybody's last call succeeded. */
	boolean answers() {
		if (this.answering == UNKNOWN) {
			this.answering = 0;
			while (this.answering < this.all.length && !answers(this.all[this.answering])) {
				this.answering++;
			}
		}
		return this.answering < this.all.length;
	}

	private static boolean answers(InstanceStats stats) {
		return stats.successes() != stats.standing().successesBefore && stats.consecutiveFailures() == 0 && stats.ejection() == null;
	}

}
