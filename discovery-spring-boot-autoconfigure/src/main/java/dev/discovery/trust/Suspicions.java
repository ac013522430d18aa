package dev.discovery.trust;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.discovery.log.Field;
import dev.discovery.log.StateLog;
import dev.discovery.model.Instance;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Says of each service once that it has instances that aren't as they should be, and once
 * that they are good again, or that no answer names them any more. Remembers no more than
 * a registry full of lies may cost. Safe for use by several threads.
 */
final class Suspicions {

	/** Longer than any long poll lasts, so that those that are listed stay known. */
	static final Duration FORGET_AFTER = Duration.ofMinutes(30);

	private static final StateLog logger = StateLog.of(Suspicions.class);

	private static final long SWEEP_NANOS = Duration.ofMinutes(1).toNanos();

	private static final int MAX_SERVICES = 1_000;

	private static final int MAX_INSTANCES = 100;

	/** By service and instance, when it was last seen. */
	private final Map<String, Map<String, Long>> services = new HashMap<>();

	private final Ticker ticker;

	private long swept;

	private volatile boolean none = true;

	Suspicions(Ticker ticker) {
		this.ticker = ticker;
		this.swept = ticker.nanos();
	}

	void examined(Instance instance, @Nullable Flaw flaw, boolean refused) {
		if (flaw != null) {
			suspect(instance, flaw, refused);
		}
		else if (!this.none) {
			clear(instance);
		}
	}

	private synchronized void suspect(Instance instance, Flaw flaw, boolean refused) {
		long now = sweep();
		Map<String, Long> suspects = this.services.get(instance.getServiceId());
		if (suspects == null && this.services.size() < MAX_SERVICES) {
			suspects = new HashMap<>();
			this.services.put(instance.getServiceId(), suspects);
			this.none = false;
			logger.entered(
					"The instance " + instance.getInstanceId() + " of the service " + instance.getServiceId()
							+ (refused ? " is left out: " : " is doubtful, and served all the same: ")
							+ flaw.explanation() + ". Others of this service are treated likewise without a word",
					Field.service(instance.getServiceId()), Field.instance(instance.getInstanceId()),
					Field.reason(flaw.tag()));
		}
		if (suspects != null && (suspects.size() < MAX_INSTANCES || suspects.containsKey(instance.getInstanceId()))) {
			suspects.put(instance.getInstanceId(), now);
		}
	}

	private synchronized void clear(Instance instance) {
		sweep();
		Map<String, Long> suspects = this.services.get(instance.getServiceId());
		if (suspects != null && suspects.remove(instance.getInstanceId()) != null && suspects.isEmpty()) {
			this.services.remove(instance.getServiceId());
			this.none = this.services.isEmpty();
			logger.left("The instances of the service " + instance.getServiceId() + " are as they should be again",
					Field.service(instance.getServiceId()));
		}
	}

	/** Forgets those that left. */
	private long sweep() {
		long now = this.ticker.nanos();
		if (now - this.swept >= SWEEP_NANOS) {
			this.swept = now;
			this.services.entrySet().removeIf((service) -> {
				service.getValue().values().removeIf((seen) -> now - seen >= FORGET_AFTER.toNanos());
				boolean over = service.getValue().isEmpty();
				if (over) {
					logger.left(
							"No answer has named an instance of the service " + service.getKey()
									+ " that isn't as it should be for " + FORGET_AFTER.toMinutes() + " minutes",
							Field.service(service.getKey()));
				}
				return over;
			});
			this.none = this.services.isEmpty();
		}
		return now;
	}

}
