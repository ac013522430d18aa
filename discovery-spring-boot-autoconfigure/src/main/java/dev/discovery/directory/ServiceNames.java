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
import dev.discovery.directory.Losses.Verdict;
import dev.discovery.model.Instance;
import dev.discovery.model.InvalidInstanceException;
import dev.discovery.time.Damper;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The names of all services, watched from the first time that somebody asks for them, and
 * served for ever.
 */
final class ServiceNames extends Watched<Set<String>> implements NamesListener, Doubt.Belief<Set<String>> {

	private static final Log logger = LogFactory.getLog(ServiceNames.class);

	private static final Duration QUIET = Duration.ofSeconds(1);

	private final ServiceBackend backend;

	private final SnapshotStore store;

	private final Runnable onChange;

	private final Doubt<Set<String>> doubt;

	private final Damper damper;

	private final AtomicBoolean started = new AtomicBoolean();

	/** What the listeners know. */
	private @Nullable Set<String> told;

	/** Whether the names that are known come from the registry. */
	private volatile boolean live;

	ServiceNames(ServiceBackend backend, DirectoryRuntime runtime, Runnable onChange) {
		super(runtime.ticker(), runtime.scheduler(), "the names of the services");
		this.backend = backend;
		this.store = runtime.store();
		this.onChange = onChange;
		this.doubt = new Doubt<>(runtime.ticker(), runtime.scheduler(), new LostNames(runtime.settings().emptyHold()),
				this);
		this.damper = new Damper(runtime.scheduler(), QUIET, () -> this.doubt.execute(this::tell));
	}

	ServiceNames started() {
		if (!this.started.get() && this.started.compareAndSet(false, true)) {
			backedBy(this.store.loadNames());
			fedBy(this.backend.watchNames(this));
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

	@Override
	public void onNames(Set<String> names) {
		this.doubt.answered(names.stream().filter(Instance::isServiceName).collect(Collectors.toUnmodifiableSet()));
	}

	@Override
	public void onError(BackendException cause) {
		this.doubt.failed(() -> {
			this.live = false;
			fail(cause);
		});
	}

	@Override
	void inOrder(Runnable task) {
		this.doubt.execute(task);
	}

	@Override
	boolean adopt(Stored<Set<String>> stored) {
		publish(sorted(stored.content()), stored.age());
		changed();
		return true;
	}

	@Override
	public void believe(Set<String> names, @Nullable Set<String> held) {
		Set<String> known = value();
		publish((known != null && known.equals(names)) ? known : sorted(names));
		this.live = true;
		save();
		changed();
	}

	private static Set<String> sorted(Set<String> names) {
		return Collections.unmodifiableSet(new TreeSet<>(names));
	}

	/** Keeps what is known for the next start, if the registry stands by it. */
	void save() {
		Set<String> known = value();
		if (known != null && this.live && !isClosed()) {
			this.store.saveNames(known);
		}
	}

	private void changed() {
		if (this.told == null && !isDisappointed()) {
			this.told = value();
		}
		else {
			this.damper.request();
		}
	}

	private void tell() {
		Set<String> known = value();
		if (known != null && !known.equals(this.told)) {
			this.told = known;
			this.onChange.run();
		}
	}

	@Override
	public void doubted(Set<String> before, Set<String> missing, Verdict verdict, boolean afterOutage) {
		String text = missing.size() + " of the " + before.size()
				+ " names of services are no longer known to the registry; they stay known for "
				+ verdict.time().toMillis() / 1000.0 + " s (discovery.cache.empty-hold)";
		if (afterOutage) {
			logger.info("After the outage " + text);
		}
		else {
			logger.warn("All at once " + text);
		}
	}

	@Override
	public void certain() {
		logger.info("The registry is believed again about the names of the services");
	}

}
