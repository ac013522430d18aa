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

	private final Part reached = new Part();

	/** Those that are called UP and don't seem to be there. */
	private final Part outOfReach = new Part();

	private boolean counted;

	/** The place of one that answers, or behind the last one. */
	private int answering = UNKNOWN;

	Headcount(InstanceStats[] all) {
		this.all = all;
	}

	/**
	 * Whether an instance may be taken out. Who isn't there counts for neither side; and
	 * while it isn't known who is there, the ones leave the others their room.
	 */
	boolean hasRoom(InstanceStats outlier, EjectionBounds bounds) {
		if (!this.counted) {
			this.counted = true;
			for (InstanceStats each : this.all) {
				part(each).size++;
				part(each).count(each.ejection(), 1);
			}
		}
		Part part = part(outlier);
		return part.out < bounds.most(part.size - part.missing);
	}

	/** One has another ejection than before. */
	void changed(InstanceStats stats, @Nullable Ejection before) {
		if (this.counted) {
			part(stats).count(before, -1);
			part(stats).count(stats.ejection(), 1);
		}
	}

	private Part part(InstanceStats stats) {
		return stats.standing().outOfReach ? this.outOfReach : this.reached;
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
		return stats.successes() != stats.standing().successesBefore && stats.consecutiveFailures() == 0
				&& stats.ejection() == null;
	}

	private static final class Part {

		private int size;

		private int out;

		private int missing;

		private void count(@Nullable Ejection ejection, int by) {
			if (ejection != null && ejection.reason() == Ejection.Reason.UNREACHABLE) {
				this.missing += by;
			}
			else if (ejection != null) {
				this.out += by;
			}
		}

	}

}
