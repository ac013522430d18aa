package dev.discovery.cloud.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.model.Health;
import dev.discovery.time.Scheduler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Registers this application when its servers have their ports, reports its readiness,
 * and takes it out of the registry before anything of it stops.
 * <p>
 * Its phase is the last to start and the first to stop: above Boot's graceful shutdown
 * and above the management server's. At the end it reports OUT_OF_SERVICE, gives its
 * lease back and lets the drain time pass while the servers still answer; none of this
 * outlasts the timeout of a shutdown phase. A pause of the context, as between cached
 * test contexts, and a refresh of the configuration leave it registered.
 */
public final class AutoRegistration
		implements SmartLifecycle, AutoServiceRegistration, ApplicationListener<AvailabilityChangeEvent<?>> {

	private static final Log logger = LogFactory.getLog(AutoRegistration.class);

	private final RegistrationSettings settings;

	private final DiscoveryRegistration registration;

	private final LeaseServiceRegistry registry;

	private final Surroundings surroundings;

	private final Departure departure;

	private final RegistrationEvents events;

	private final AtomicBoolean running = new AtomicBoolean();

	/**
	 * Creates the lifecycle.
	 * @param settings what was configured
	 * @param registration what it registers
	 * @param registry where it registers
	 * @param registrar who knows how long the registry needs to tell everyone
	 * @param scheduler what waits for the drain time
	 * @param surroundings what is learned of the application when it starts
	 */
	public AutoRegistration(RegistrationSettings settings, DiscoveryRegistration registration,
			LeaseServiceRegistry registry, ServiceRegistrar registrar, Scheduler scheduler, Surroundings surroundings) {
		this.settings = settings;
		this.registration = registration;
		this.registry = registry;
		this.surroundings = surroundings;
		// as known of a parent that had nothing to register, which is ready already
		registration.health(Health.STARTING);
		Duration drain = (settings.drain() != null) ? settings.drain() : registrar.propagation();
		this.departure = new Departure(scheduler, drain, surroundings.phaseTimeout());
		this.events = new RegistrationEvents(surroundings.context(), surroundings.lifecycles());
		if (settings.drain() != null && this.departure.drain().compareTo(drain) < 0) {
			logger.warn("The drain time of " + drain.toMillis() + " ms is cut to " + this.departure.drain().toMillis()
					+ " ms, to stay below spring.lifecycle.timeout-per-shutdown-phase");
		}
	}

	@Override
	public void start() {
		if (!this.running.compareAndSet(false, true)) {
			return;
		}
		try {
			String why = settle();
			if (why != null) {
				logger.info("Discovery over " + this.surroundings.backend()
						+ ", not registered, only looking others up: " + why);
			}
			this.events.started(this, this.settings);
		}
		catch (RuntimeException ex) {
			this.registry.deregister(this.registration);
			this.running.set(false);
			throw ex;
		}
	}

	/**
	 * Finds out where the application is and registers it. Where it doesn't register by
	 * itself, somebody may still do so by hand.
	 * @return why it was not registered, or null if it was
	 */
	private @Nullable String settle() {
		Integer configured = this.settings.port();
		int port = (configured != null) ? configured : this.surroundings.serverPort().getAsInt();
		if (port <= 0) {
			return this.settings.enabled() ? "it has no web server, and discovery.registration.port is not set"
					: "registration is disabled";
		}
		if (this.settings.serviceId() == null) {
			return "it has no name; set spring.application.name";
		}
		SelectedHost host = this.surroundings.host().select();
		Map<String, String> contributed = new HashMap<>();
		this.surroundings.contributors().get().forEach((each) -> each.contribute(port, contributed));
		this.registration.settle(host.host(), port, contributed);
		if (!this.settings.enabled()) {
			return "registration is disabled";
		}
		register(host);
		return null;
	}

	private void register(SelectedHost host) {
		this.events.beforeStart(this, this.registration);
		this.registry.register(this.registration);
		logger
			.info("Discovery over " + this.surroundings.backend() + ", registering " + this.registration.getInstanceId()
					+ " at " + this.registration.getUri() + "; the host is " + host.reason());
		this.events.afterStart(this.registration);
	}

	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<?> event) {
		boolean fromAnother = event.getSource() instanceof ApplicationContext source
				&& source != this.surroundings.context();
		if (fromAnother || !(event.getState() instanceof ReadinessState readiness)) {
			return;
		}
		Health health = (readiness == ReadinessState.ACCEPTING_TRAFFIC) ? Health.UP : Health.OUT_OF_SERVICE;
		this.registration.health(health);
		this.registry.report(this.registration, health);
	}

	/**
	 * Leaves the registry and comes back at once. Spring calls {@link #stop(Runnable)}.
	 */
	@Override
	public void stop() {
		leave(() -> {
		}, false);
	}

	@Override
	public void stop(Runnable callback) {
		leave(callback, true);
	}

	private void leave(Runnable callback, boolean draining) {
		if (!this.running.compareAndSet(true, false) || !this.registry.isRegistered(this.registration)) {
			callback.run();
			return;
		}
		CompletionStage<Void> left = leaveGuarded();
		if (draining) {
			this.departure.await(left, callback);
		}
		else {
			callback.run();
		}
	}

	/**
	 * Whatever goes wrong here, Spring must hear the end of it, or it waits in vain.
	 */
	private CompletionStage<Void> leaveGuarded() {
		try {
			this.events.beforeStop(this.registration);
			CompletionStage<Void> left = this.registry.leave(this.registration);
			this.events.afterStop(this.registration);
			return left;
		}
		catch (RuntimeException ex) {
			logger.warn("Could not take this application out of the registry; it will expire there", ex);
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running.get();
	}

	@Override
	public int getPhase() {
		return SmartLifecycle.DEFAULT_PHASE;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * What is learned of the application when it starts.
	 *
	 * @param context the context whose readiness counts, and who is told
	 * @param serverPort the port of its web server, or 0 or less if it has none
	 * @param host the host under which others reach it
	 * @param contributors who adds to the metadata
	 * @param lifecycles who wants to be called around registration
	 * @param phaseTimeout how long Spring waits for one phase of the shutdown
	 * @param backend the name of the backend, for the log
	 */
	public record Surroundings(ApplicationContext context, IntSupplier serverPort, HostSelection host,
			Supplier<List<MetadataContributor>> contributors, Supplier<List<RegistrationLifecycle<?>>> lifecycles,
			Duration phaseTimeout, String backend) {
	}

}
