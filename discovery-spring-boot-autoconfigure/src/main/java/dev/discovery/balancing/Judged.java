package dev.discovery.balancing;

import java.util.Collection;
import java.util.List;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.Reachability;
import dev.discovery.model.Health;
import org.jspecify.annotations.Nullable;

/**
 * Whom one judge judges: those who are called. That is who is UP, or DOWN if nobody is;
 * and both where nobody who is UP can be reached, since {@link Verdicts} doubts the
 * registry then. Used by one thread at a time.
 */
final class Judged {

	private final Reachability reachability;

	private final boolean mayDoubt;

	/** All that the registry lists, whatever their health. */
	private Collection<Candidate> listed = List.of();

	/**
	 * Found when they are to be judged, which is less often than instances change.
	 */
	private InstanceStats @Nullable [] all;

	private boolean doubtful;

	/**
	 * Creates it.
	 * @param reachability whether those who are UP can be reached
	 * @param mayDoubt whether the registry may be doubted where they can't
	 */
	Judged(Reachability reachability, boolean mayDoubt) {
		this.reachability = reachability;
		this.mayDoubt = mayDoubt;
	}

	/**
	 * Others are listed from now on.
	 */
	void list(Collection<Candidate> candidates) {
		boolean before = this.doubtful;
		if (before) {
			outOfReach(false);
		}
		this.listed = candidates;
		this.all = null;
		this.doubtful = false;
		if (weigh() && !before) {
			mustAnswerAnew();
		}
	}

	/**
	 * Calls were made meanwhile.
	 * @return whether others are to be called and judged than before
	 */
	boolean changed() {
		boolean before = this.doubtful;
		if (!weigh()) {
			return false;
		}
		if (before) {
			outOfReach(false);
		}
		else {
			mustAnswerAnew();
		}
		return true;
	}

	/** Whether the doubt has begun, or is over. */
	private boolean weigh() {
		boolean before = this.doubtful;
		this.doubtful = this.mayDoubt && isNobodyThere();
		if (this.doubtful) {
			outOfReach(true);
		}
		if (this.doubtful != before) {
			this.all = null;
		}
		return this.doubtful != before;
	}

	private boolean isNobodyThere() {
		boolean up = false;
		boolean down = false;
		for (Candidate candidate : this.listed) {
			Health health = candidate.instance().getHealth();
			if (health == Health.UP && this.reachability.isThere(candidate.stats())) {
				return false;
			}
			up |= health == Health.UP;
			down |= health == Health.DOWN;
		}
		return up && down;
	}

	private void outOfReach(boolean outOfReach) {
		for (InstanceStats each : stats(Health.UP)) {
			this.reachability.outOfReach(each, outOfReach);
		}
	}

	private void mustAnswerAnew() {
		for (InstanceStats each : stats(Health.DOWN)) {
			this.reachability.mustAnswerAnew(each);
		}
	}

	private InstanceStats[] stats(Health... healths) {
		List<Health> wanted = List.of(healths);
		return this.listed.stream()
			.filter((candidate) -> wanted.contains(candidate.instance().getHealth()))
			.map(Candidate::stats)
			.toArray(InstanceStats[]::new);
	}

	InstanceStats[] all() {
		InstanceStats[] known = this.all;
		if (known == null) {
			known = this.doubtful ? stats(Health.UP, Health.DOWN) : stats(Health.UP);
			known = (known.length != 0) ? known : stats(Health.DOWN);
			this.all = known;
		}
		return known;
	}

	/** Takes stock of all that are listed. */
	void beat() {
		boolean onlyUp = !this.doubtful && all().length != 0;
		for (Candidate candidate : this.listed) {
			candidate.stats().beat();
			if (onlyUp && candidate.instance().getHealth() != Health.UP) {
				this.reachability.overlook(candidate.stats());
			}
		}
	}

	Candidate candidate(InstanceStats stats) {
		for (Candidate candidate : this.listed) {
			if (candidate.stats() == stats) {
				return candidate;
			}
		}
		throw new IllegalStateException("Stats of nobody");
	}

}
