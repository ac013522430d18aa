package dev.discovery.balancing;

import java.time.Duration;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.Ejections;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.OutlierDetector;
import dev.discovery.fitness.Reachability;
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

	private final Judged judged;

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
		this.judged = new Judged(new Reachability(settings.outlier()), settings.panicThreshold() > 0);
	}

	/**
	 * Has other instances to judge from now on.
	 */
	void instances(Collection<Candidate> candidates) {
		this.judged.list(candidates);
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
		this.judged.beat();
		return judge((all) -> {
			this.ejections.tick(all);
			this.detector.tick(all);
		});
	}

	private boolean judge(Consumer<InstanceStats[]> rules) {
		this.changed = false;
		rules.accept(this.judged.all());
		return this.judged.changed() || this.changed;
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
		this.log.ejected(this.judged.candidate(stats).instance(), ejection);
	}

	@Override
	public void due(InstanceStats stats, Ejection ejection) {
		Candidate candidate = this.judged.candidate(stats);
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
		this.log.revived(this.judged.candidate(stats).instance(), ejection);
	}

	@Override
	public void changed(InstanceStats stats) {
		this.changed = true;
	}

}
