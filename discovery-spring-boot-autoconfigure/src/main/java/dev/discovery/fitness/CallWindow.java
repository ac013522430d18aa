package dev.discovery.fitness;

/**
 * The calls of one instance between two comparisons. Used by one thread at a time.
 */
final class CallWindow {

	private long successesBefore;

	private long failuresBefore;

	private long successes;

	private long failures;

	/**
	 * Ends the window and begins the next one.
	 * @param stats the calls so far
	 */
	void close(InstanceStats stats) {
		long succeeded = stats.successes();
		long failed = stats.failures();
		this.successes = succeeded - this.successesBefore;
		this.failures = failed - this.failuresBefore;
		this.successesBefore = succeeded;
		this.failuresBefore = failed;
	}

	/** The calls of the window that ended last. */
	long requests() {
		return this.successes + this.failures;
	}

	/** In percent; needs at least one request. */
	double successRate() {
		return 100.0 * this.successes / requests();
	}

}
