package dev.discovery.directory;

import org.jspecify.annotations.Nullable;

/**
 * Counts the lookups of one service. On the hot path: must neither lock nor allocate.
 * Called on any thread, several at once; must not throw.
 */
public interface LookupRecorder {

	/**
	 * Counts nothing.
	 */
	LookupRecorder NONE = new LookupRecorder() {

		@Override
		public boolean hit(boolean stale) {
			return false;
		}

		@Override
		public void hitTook(long nanos) {
		}

		@Override
		public void waited(boolean answered, long nanos) {
		}

	};

	/**
	 * A lookup was answered from memory.
	 * @param stale whether the registry could not be reached meanwhile
	 * @return whether this one should be timed: reading a clock takes longer than most
	 * lookups, so few are
	 */
	boolean hit(boolean stale);

	/**
	 * How long a lookup took that should be timed.
	 * @param nanos nanoseconds
	 */
	void hitTook(long nanos);

	/**
	 * A lookup had to wait for the first answer.
	 * @param answered whether it came in time
	 * @param nanos how long, in nanoseconds
	 */
	void waited(boolean answered, long nanos);

	/**
	 * What was counted, for people to see: may add up many cells.
	 * @return null where the service isn't counted by itself
	 */
	default @Nullable LookupCounts counts() {
		return null;
	}

}
