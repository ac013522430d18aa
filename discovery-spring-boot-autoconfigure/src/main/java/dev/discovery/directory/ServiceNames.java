package dev.discovery.directory;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.NamesListener;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.model.Instance;
import dev.discovery.model.InvalidInstanceException;
import dev.discovery.time.Scheduler;
import dev.discovery.time.Ticker;

/**
 * The names of all services, watched from the first time that somebody asks for them.
 */
final class ServiceNames extends Watched<Set<String>> {

	private final ServiceBackend backend;

	private final Runnable onChange;

	private final Recovery<Set<String>> recovery;

	private final AtomicBoolean started = new AtomicBoolean();

	ServiceNames(ServiceBackend backend, Ticker ticker, Scheduler scheduler, Duration emptyHold, Runnable onChange) {
		super(ticker, scheduler, "the names of the services");
		this.backend = backend;
		this.onChange = onChange;
		this.recovery = new Recovery<>(ticker, scheduler, emptyHold, new LostNames(), this::accept);
	}

	ServiceNames started() {
		if (!this.started.get() && this.started.compareAndSet(false, true)) {
			fedBy(this.backend.watchNames(new Feed()));
		}
		return this;
	}

	/**
	 * Refuses a name that would break a line of a log, before anybody is asked about it.
	 */
	static String require(String serviceId) {
		if (!Instance.isServiceName(serviceId)) {
			throw new InvalidInstanceException("No service has a name with control characters, or of more than 512");
		}
		return serviceId;
	}

	private void accept(Set<String> names) {
		Set<String> previous = value();
		Set<String> sorted = names.stream()
			.filter(Instance::isServiceName)
			.collect(Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new), Collections::unmodifiableSet));
		publish(sorted);
		if (!sorted.equals(previous) && (previous != null || isDisappointed())) {
			this.onChange.run();
		}
	}

	private final class Feed implements NamesListener {

		@Override
		public void onNames(Set<String> names) {
			ServiceNames.this.recovery.answered(names);
		}

		@Override
		public void onError(BackendException cause) {
			ServiceNames.this.recovery.failed(() -> fail(cause));
		}

	}

}
