package dev.discovery.fitness;

/**
 * Whether calls arrive at all at those whom the registry calls UP. Where they don't,
 * those who are DOWN are called beside them, and it isn't known yet about whom it is: the
 * ones, or the way to all of them. Used by one thread at a time.
 */
public final class Reachability {

	private final OutlierSettings settings;

	/**
	 * Creates it.
	 * @param settings how many calls in a row that don't arrive are too many
	 */
	public Reachability(OutlierSettings settings) {
		this.settings = settings;
	}

	/**
	 * Whether calls may arrive at an instance, as far as is known.
	 * @param stats whose
	 * @return false if it is out for not being there, or could be were there somebody
	 * that answers
	 */
	public boolean isThere(InstanceStats stats) {
		Ejection ejection = stats.ejection();
		return (ejection == null || ejection.reason() != Ejection.Reason.UNREACHABLE)
				&& !(this.settings.countsFailures() && stats.unreached() >= this.settings.consecutiveFailures());
	}

	/**
	 * Takes note of whether an instance is among those that don't seem to be there, as
	 * all who are UP.
	 * @param stats whose
	 * @param outOfReach whether it is
	 */
	public void outOfReach(InstanceStats stats, boolean outOfReach) {
		stats.standing().outOfReach = outOfReach;
	}

	/**
	 * An instance gets calls that got none: that it answered once says nothing.
	 * @param stats whose
	 */
	public void mustAnswerAnew(InstanceStats stats) {
		stats.standing().successesBefore = stats.successes();
	}

	/**
	 * Nobody judges an instance for now, whatever its calls bring.
	 * @param stats whose
	 */
	public void overlook(InstanceStats stats) {
		stats.standing().look();
	}

	/**
	 * Whether an instance is called UP and doesn't seem to be there, as all of them.
	 * @param stats whose
	 * @return true until it, or another one who is UP, has answered
	 */
	public static boolean isOutOfReach(InstanceStats stats) {
		return stats.standing().outOfReach;
	}

}
