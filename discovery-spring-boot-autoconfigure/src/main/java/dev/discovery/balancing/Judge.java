package dev.discovery.balancing;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.Ejection;
import dev.discovery.fitness.Ejections;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.OutlierDetector;
import dev.discovery.fitness.SlowStart;
import dev.discovery.fitness.probe.ActiveProber;
import dev.discovery.log.Field;
import dev.discovery.log.StateLog;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Decides who of one service is fit, and makes it known: one warning when an instance is
 * taken out, one line when it is back.
 * <p>
 * Used by one thread at a time, but for {@link #isSuspicious}.
 */
final class Judge implements Ejections.Listener {

	private static final StateLog logger = StateLog.of(Judge.class);

	private final String serviceId;

	private final BalancingObserver observer;

	private final SlowStart slowStart;

	private final @Nullable ActiveProber prober;

	private final BiConsumer<ActiveProber, Candidate> examination;

	private final Ejections ejections;

	private final OutlierDetector detector;

	/** All that the registry lists, whatever their health. */
	private Collection<Candidate> listed = List.of();

	/** The stats of those that are called: who is UP, or DOWN if nobody is. */
	private InstanceStats[] judged = {};

	private boolean panic;

	private boolean changed;

	/**
	 * Creates a judge.
	 * @param examination asks the prober about an instance whose ejection is over, and
	 * releases it if it is well
	 */
	Judge(String serviceId, BalancingSettings settings, BalancingRuntime runtime,
			BiConsumer<ActiveProber, Candidate> examination) {
		this.serviceId = serviceId;
		this.observer = runtime.observer();
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
		InstanceStats[] up = stats(candidates, Health.UP);
		this.judged = (up.length != 0) ? up : stats(candidates, Health.DOWN);
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
		rules.accept(this.judged);
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
		if (ailment != null) {
			logger.entered(candidate.instance() + " of '" + this.serviceId + "' fails its health check: " + ailment,
					about(candidate.instance()));
		}
		else {
			logger.left(candidate.instance() + " of '" + this.serviceId + "' passes its health check again",
					about(candidate.instance()));
		}
		this.observer.probed(this.serviceId, candidate.instance(), ailment);
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
		Selection selection = pool.selection();
		if (selection.panic() == this.panic) {
			return;
		}
		this.panic = selection.panic();
		if (this.panic) {
			logger.entered("So few instances of '" + this.serviceId + "' are fit that all are used: this may be about "
					+ "the way there, and not about them", Field.service(this.serviceId));
		}
		else {
			logger.left("Enough instances of '" + this.serviceId + "' are fit again", Field.service(this.serviceId));
		}
		this.observer.panicked(this.serviceId, this.panic);
	}

	@Override
	public void ejected(InstanceStats stats, Ejection ejection) {
		this.changed = true;
		Instance instance = candidate(stats).instance();
		logger.entered("Ejected " + instance + " of '" + this.serviceId + "' for "
				+ Duration.ofNanos(ejection.until() - ejection.since()).toMillis() + " ms: " + ejection.detail(),
				Field.service(this.serviceId), Field.instance(instance.getInstanceId()),
				Field.reason(ejection.reason().name().toLowerCase(Locale.ROOT)));
		this.observer.ejected(this.serviceId, instance, ejection);
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
		Instance instance = candidate(stats).instance();
		logger.left(instance + " of '" + this.serviceId + "' gets calls again", about(instance));
		this.observer.revived(this.serviceId, instance, ejection);
	}

	@Override
	public void changed(InstanceStats stats) {
		this.changed = true;
	}

	private Field[] about(Instance instance) {
		return new Field[] { Field.service(this.serviceId), Field.instance(instance.getInstanceId()) };
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
