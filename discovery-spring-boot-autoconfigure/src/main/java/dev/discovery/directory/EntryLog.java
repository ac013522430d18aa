package dev.discovery.directory;

import java.time.Duration;

import dev.discovery.directory.Losses.Verdict;
import dev.discovery.log.Field;
import dev.discovery.log.StateLog;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Says once that a service is in a bad state, and once that it no longer is. Called
 * serially.
 */
final class EntryLog {

	private static final StateLog logger = StateLog.of(ServiceEntry.class);

	private final String registry;

	private final String serviceId;

	private final StalenessPolicy staleness;

	private boolean doubting;

	private boolean expired;

	private boolean onDisk;

	EntryLog(String serviceId, StalenessPolicy staleness) {
		this("the registry", serviceId, staleness);
	}

	EntryLog(String registry, String serviceId, StalenessPolicy staleness) {
		this.registry = registry;
		this.serviceId = serviceId;
		this.staleness = staleness;
	}

	void doubted(int were, int gone, Verdict verdict, boolean afterOutage) {
		String seconds = verdict.time().toMillis() / 1000.0 + " s";
		if (afterOutage) {
			// the outage has had its warning
			logger.left("After the outage " + this.registry + " no longer lists " + gone + " of " + were
					+ " instances of '" + this.serviceId + "'; it may have lost them, so they are served for up to "
					+ seconds + " more (discovery.cache.empty-hold)", Field.service(this.serviceId));
		}
		else if (!this.doubting) {
			logger.entered(
					capitalized() + " lost " + gone + " of " + were + " instances of '" + this.serviceId + "' at once; "
							+ (verdict.inLimbo()
									? "they are called only when nobody else can for " + seconds
											+ " (discovery.cache.limbo)"
									: "they are served for " + seconds + " more (discovery.cache.empty-hold)"),
					Field.service(this.serviceId));
		}
		this.doubting = true;
	}

	void certain(@Nullable ServiceSnapshot known) {
		if (this.doubting) {
			this.doubting = false;
			logger.left(
					capitalized() + " is believed again about '" + this.serviceId + "': "
							+ ((known != null) ? known.up().size() : 0) + " instances are UP",
					Field.service(this.serviceId));
		}
	}

	void adopted(ServiceSnapshot kept, Duration age) {
		this.onDisk = true;
		logger.left(
				capitalized() + " has not answered about '" + this.serviceId + "': serving " + kept.instances().size()
						+ " instances from the disk copy, as of " + age.toSeconds() + " s ago, until it does",
				Field.service(this.serviceId));
	}

	/**
	 * Says that something is too old.
	 * @return the same for those who ask
	 */
	String expired(Duration maxAge) {
		String text = "What was known about service '" + this.serviceId + "' is older than "
				+ maxAge.toMillis() / 1000.0 + " s (" + this.staleness.property(this.serviceId) + ") and "
				+ this.registry + " can't be asked";
		this.doubting = false;
		this.expired = true;
		logger.entered(text + "; lookups fail until it answers", Field.service(this.serviceId));
		return text;
	}

	void confirmed() {
		if (this.expired || this.onDisk) {
			logger.left(capitalized() + " answers about '" + this.serviceId + "' again", Field.service(this.serviceId));
		}
		this.expired = false;
		this.onDisk = false;
	}

	private String capitalized() {
		return Character.toUpperCase(this.registry.charAt(0)) + this.registry.substring(1);
	}

}
