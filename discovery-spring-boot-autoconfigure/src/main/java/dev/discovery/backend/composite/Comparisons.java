package dev.discovery.backend.composite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import dev.discovery.backend.composite.ShadowReport.Verdict;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.Damper;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Scheduler.Timer;
import dev.discovery.time.SerialExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * All that a shadow is compared in: the services that this application follows, and the
 * names of all. Says once that they differ, when they have for a while, since news takes
 * its time to reach both sides; and once that they agree.
 * <p>
 * Safe for use by several threads.
 */
public final class Comparisons {

	private static final Log logger = LogFactory.getLog(ShadowedBackend.class);

	/** Comparing all is work: not for each of many changes. */
	private static final Duration QUIET = Duration.ofSeconds(1);

	/** Under these names registries list themselves. */
	private static final Set<String> REGISTRIES = Set.of("consul", "kubernetes");

	private final String shadow;

	private final Duration patience;

	private final Scheduler scheduler;

	private final Map<Comparison<ServiceSnapshot>, String> services = new ConcurrentHashMap<>();

	private final Comparison<Set<String>> names = new Comparison<>(this::changed);

	private final Damper damper;

	private final SerialExecutor serial = new SerialExecutor();

	private @Nullable Verdict said;

	private boolean differing;

	private Timer warning = Timer.NONE;

	/**
	 * Creates it.
	 * @param shadow the shadow's name
	 * @param patience how long both may differ before that is worth a warning
	 * @param scheduler where timers run
	 */
	public Comparisons(String shadow, Duration patience, Scheduler scheduler) {
		this.shadow = shadow;
		this.patience = patience;
		this.scheduler = scheduler;
		this.damper = new Damper(scheduler, QUIET, this::compare);
	}

	Comparison<ServiceSnapshot> begin(String serviceId) {
		Comparison<ServiceSnapshot> comparison = new Comparison<>(this::changed);
		this.services.put(comparison, serviceId);
		return comparison;
	}

	void end(Comparison<ServiceSnapshot> comparison) {
		this.services.remove(comparison);
		changed();
	}

	Comparison<Set<String>> names() {
		return this.names;
	}

	ShadowReport report(RegistryReport registry) {
		List<Difference> differences = new ArrayList<>();
		int unknown = 0;
		for (Comparison<ServiceSnapshot> comparison : this.services.keySet()) {
			ServiceSnapshot served = comparison.served();
			ServiceSnapshot shadowed = comparison.shadow();
			if (served == null || shadowed == null) {
				unknown++;
			}
			else {
				Difference difference = Difference.between(served, shadowed);
				if (difference.size() > 0) {
					differences.add(difference);
				}
			}
		}
		differences.sort((a, b) -> a.service().compareTo(b.service()));
		Set<String> served = this.names.served();
		Set<String> shadowed = this.names.shadow();
		boolean known = served != null && shadowed != null;
		List<String> missing = known ? without(served, shadowed) : List.of();
		List<String> extra = known ? without(shadowed, served) : List.of();
		return new ShadowReport(registry,
				verdict(differences.isEmpty() && missing.isEmpty() && extra.isEmpty(), known && unknown == 0),
				this.services.size(), unknown, differences, missing, extra);
	}

	private static Verdict verdict(boolean same, boolean complete) {
		if (!same) {
			return Verdict.DIFFERS;
		}
		return complete ? Verdict.AGREES : Verdict.UNKNOWN;
	}

	private static List<String> without(@Nullable Set<String> some, @Nullable Set<String> others) {
		Set<String> left = new TreeSet<>((some != null) ? some : Set.of());
		left.removeAll((others != null) ? others : Set.of());
		left.removeAll(REGISTRIES);
		return List.copyOf(left);
	}

	private void changed() {
		this.damper.request();
	}

	private void compare() {
		this.serial.execute(() -> {
			Verdict verdict = verdict();
			if (verdict == Verdict.DIFFERS && !this.differing) {
				this.differing = true;
				this.warning = this.scheduler.schedule(() -> this.serial.execute(this::warn), this.patience);
			}
			else if (verdict != Verdict.DIFFERS) {
				this.differing = false;
				this.warning.cancel();
				agreeIf(verdict == Verdict.AGREES);
			}
		});
	}

	private Verdict verdict() {
		return report(RegistryReport.unknown(this.shadow)).verdict();
	}

	private void warn() {
		ShadowReport report = report(RegistryReport.unknown(this.shadow));
		if (this.differing && this.said != Verdict.DIFFERS && report.verdict() == Verdict.DIFFERS) {
			this.said = Verdict.DIFFERS;
			logger.warn("The shadow registry '" + this.shadow + "' differs from what is served: " + report.summary());
		}
	}

	private void agreeIf(boolean agrees) {
		Set<String> known = this.names.served();
		if (agrees && this.said != Verdict.AGREES && known != null && !known.isEmpty()) {
			this.said = Verdict.AGREES;
			logger.info("The shadow registry '" + this.shadow + "' agrees with what is served: " + known.size()
					+ " names, " + this.services.size() + " followed services");
		}
	}

}
