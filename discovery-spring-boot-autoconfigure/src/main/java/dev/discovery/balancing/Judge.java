package dev.discovery.balancing;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.Ejections;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.OutlierDetector;
import dev.discovery.fitness.SlowStart;
import dev.discovery.fitness.probe.ActiveProber;
import dev.discovery.model.Health;
import org.jspecify.annotations.Nullable;

/**
 * Decides who of one service is fit, and has it made known.
 * <p>
 * Used by one thread at a time, but for {@link #isSuspicious}.
 */
final class Judge implements Ejections.Listener {

	private final String serviceId;

	private final JudgeLog log;

	private final SlowStart slowStart;

	private final @Nullable ActiveProber prober;

	private final BiConsumer<ActiveProber, Candidate> examination;

	private final Ejections ejections;

	private final OutlierDetector detector;

	/** All that the registry lists, whatever their health. */
	private Collection<Candidate> listed = List.of();

	/**
	 * The stats of those that are called: who is UP, or DOWN if nobody is. Found when
	 * they are to be judged, which is less often than instances change.
	 */
	private InstanceStats @Nullable [] judged;

	private boolean changed;

	/**
	 * Creates a judge.
	 * @param examination asks the prober about an instance whose ejection is over, and
	 * releases it if it is well
	 */
	Judge(String serviceId, BalancingSettings settings, BalancingRuntime runtime,
			BiConsumer<ActiveProber, Candidate> examination) {
		this.serviceId = serviceId;
		this.log = new JudgeLog(serviceId, runtime.observer());
		this.slowStart = settings.slowStart();
		this.prober = runtime.prober();
		this.examination = examination;
		this.ejections = new Ejections(settings.outlier(), runtime.ticker(), runtime.randomness(), this);
		this.detector = new OutlierDetector(settings.outlier(), runtime.ticker(), this.ejections);
	}

	/**
	 * Has other instances to judge from now on.
	 */
	void instances(Collection<Candidate> candidates) {
		this.listed = candidates;
		this.judged = null;
	}

	private InstanceStats[] judged() {
		InstanceStats[] known = this.judged;
		if (known == null) {
			known = stats(this.listed, Health.UP);
			known = (known.length != 0) ? known : stats(this.listed, Health.DOWN);
			this.judged = known;
		}
		return known;
	}

	private static InstanceStats[] stats(Collection<Candidate> candidates, Health health) {
		return candidates.stream()
			.filter((candidate) -> candidate.instance().getHealth() == health)
			.map(Candidate::stats)
			.toArray(InstanceStats[]::new);
	}

	boolean isSuspicious(InstanceStats stats, int points) {
		return this.detector.isSuspicious(stats, points);
	}

	/**
	 * Looks for those that failed too often in a row.
	 * @return whether somebody was taken out
	 */
	boolean failed() {
		return judge(this.detector::failed);
	}

	/**
	 * Takes out who hangs or is far worse than the others, and brings back whose time is
	 * over.
	 * @return whether anything changed
	 */
	boolean tick() {
		this.listed.forEach((candidate) -> candidate.stats().beat());
		return judge((all) -> {
			this.ejections.tick(all);
			this.detector.tick(all);
		});
	}

	private boolean judge(Consumer<InstanceStats[]> rules) {
		this.changed = false;
		rules.accept(judged());
		return this.changed;
	}

	/**
	 * Takes an instance out by hand.
	 * @return whether anything changed
	 */
	boolean quarantine(InstanceStats stats, Duration duration, String why) {
		return judge((all) -> this.ejections.quarantine(stats, duration, why));
	}

	/**
	 * Brings an instance back, whoever had taken it out.
	 * @return whether anything changed
	 */
	boolean release(InstanceStats stats) {
		return judge((all) -> this.ejections.revive(stats));
	}

	/**
	 * Brings an instance back that is well again, unless it was taken out by hand
	 * meanwhile.
	 * @return whether anything changed
	 */
	boolean recovered(InstanceStats stats) {
		Ejection ejection = stats.ejection();
		return ejection != null && ejection.reason() != Ejection.Reason.QUARANTINE && release(stats);
	}

	/**
	 * Takes note of what the active health check finds.
	 * @return whether that is news
	 */
	boolean probed(Candidate candidate, @Nullable String ailment) {
		String before = candidate.stats().ailment();
		candidate.stats().ailment(ailment);
		if ((before == null) == (ailment == null)) {
			return false;
		}
		this.log.probed(candidate.instance(), ailment);
		return true;
	}

	/**
	 * An instance has come to join others.
	 */
	void joined(InstanceStats stats) {
		this.ejections.start(stats, this.slowStart);
	}

	/**
	 * Takes note of a new pool.
	 */
	void built(Pool pool) {
		this.log.built(pool);
	}

	@Override
	public void ejected(InstanceStats stats, Ejection ejection) {
		this.changed = true;
		this.log.ejected(candidate(stats).instance(), ejection);
	}

	@Override
	public void due(InstanceStats stats, Ejection ejection) {
		Candidate candidate = candidate(stats);
		ActiveProber known = this.prober;
		boolean probed = known != null && known.probes(this.serviceId)
				&& ejection.reason() != Ejection.Reason.QUARANTINE;
		if (probed) {
			// until the answer is there, and if it is a bad one
			this.ejections.extend(stats);
			this.examination.accept(known, candidate);
		}
		else if (candidate.instance().getHealth() != Health.DOWN || ejection.reason() == Ejection.Reason.QUARANTINE) {
			// or else the registry says what its calls have said, and it waits for a
			// better word
			this.ejections.revive(stats);
		}
	}

	@Override
	public void revived(InstanceStats stats, Ejection ejection) {
		this.changed = true;
		this.log.revived(candidate(stats).instance(), ejection);
	}

	@Override
	public void changed(InstanceStats stats) {
		this.changed = true;
	}

	private Candidate candidate(InstanceStats stats) {
		for (Candidate candidate : this.listed) {
			if (candidate.stats() == stats) {
				return candidate;
			}
		}
		throw new IllegalStateException("Stats of nobody");
	}

}
