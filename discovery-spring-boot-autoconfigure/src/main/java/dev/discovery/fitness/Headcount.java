package dev.discovery.fitness;

/**
 * What a verdict on one instance of a service asks about all of them: counted once, when
 * it is first asked, and kept up with the verdicts that follow. Used by one thread at a
 * time.
 */
final class Headcount {

	private static final int UNKNOWN = -1;

	private final InstanceStats[] all;

	private int out = UNKNOWN;

	/** The place of one that answers, or behind the last one. */
	private int answering = UNKNOWN;

	Headcount(InstanceStats[] all) {
		this.all = all;
	}

	/** Whether one more may be taken out. */
	boolean hasRoom(EjectionBounds bounds) {
		count();
		return this.out < bounds.most(this.all.length);
	}

	private void count() {
		if (this.out == UNKNOWN) {
			this.out = 0;
			for (InstanceStats each : this.all) {
				this.out += (each.ejection() != null) ? 1 : 0;
			}
		}
	}

	/** One was taken out. */
	void ejected() {
		count();
		this.out++;
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
		return stats.successes() != 0 && stats.consecutiveFailures() == 0 && stats.ejection() == null;
	}

}
