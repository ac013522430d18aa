package dev.discovery.cloud.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.time.Scheduler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Registers this application when it can be called, and takes it out before it can't.
 * <p>
 * Starts after both web servers, so that every port is known; registers as STARTING, and
 * lets readiness say UP. Stops before them: OUT_OF_SERVICE, deregister, and go on serving
 * until everybody has heard of it.
 */
public final class AutoRegistration
		implements SmartLifecycle, AutoServiceRegistration, ApplicationListener<AvailabilityChangeEvent<?>> {

	/**
	 * Above Boot's graceful shutdown (1024 below the default phase) and above the
	 * management context (512 below it).
	 */
	public static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 256;

	private static final Log logger = LogFactory.getLog(AutoRegistration.class);

	private final AtomicBoolean running = new AtomicBoolean();

	private final ApplicationContext context;

	private final LeaseServiceRegistry registry;

	private final DiscoveryRegistration registration;

	private final ServerPorts ports;

	private final Duration drain;

	private final Scheduler scheduler;

	private final List<RegistrationLifecycle<Registration>> lifecycles;

	private final String backend;

	private volatile boolean registered;

	/**
	 * Creates the lifecycle.
	 * @param context whose readiness counts
	 * @param registry where to register
	 * @param registration what to register
	 * @param ports what is known once the servers have started
	 * @param drain how long to go on serving after deregistration
	 * @param scheduler waits for it
	 * @param lifecycles Spring Cloud's hooks around it
	 * @param backend the name of the backend, for the log
	 */
	public AutoRegistration(ApplicationContext context, LeaseServiceRegistry registry,
			DiscoveryRegistration registration, ServerPorts ports, Duration drain, Scheduler scheduler,
			List<RegistrationLifecycle<Registration>> lifecycles, String backend) {
		this.context = context;
		this.registry = registry;
		this.registration = registration;
		this.ports = ports;
		this.drain = drain;
		this.scheduler = scheduler;
		this.lifecycles = lifecycles;
		this.backend = backend;
	}

	@Override
	public void start() {
		if (!this.running.compareAndSet(false, true)) {
			return;
		}
		Integer configured = this.registration.settings().port();
		Integer port = (configured != null) ? configured : this.ports.server();
		if (port != null) {
			register(port);
		}
		else {
			logger.info("Discovery over " + this.backend + ", not registered: there is no web server and no "
					+ "discovery.registration.port, so this application only calls others");
		}
		this.context.publishEvent(new InstanceRegisteredEvent<>(this, this.registration));
	}

	private void register(int port) {
		Instance instance = this.registration.complete(port, this.ports.metadata());
		this.context.publishEvent(new InstancePreRegisteredEvent(this, this.registration));
		this.lifecycles.forEach((lifecycle) -> lifecycle.postProcessBeforeStartRegister(this.registration));
		this.registry.register(instance, isReady() ? Health.UP : Health.STARTING);
		this.registered = true;
		this.lifecycles.forEach((lifecycle) -> lifecycle.postProcessAfterStartRegister(this.registration));
		HostChoice host = this.registration.hostChoice();
		logger.info("Discovery over " + this.backend + ", registering '" + instance.getServiceId() + "' as "
				+ instance.getInstanceId() + " at " + instance.getUri() + " (this host because " + host.reason() + ")");
	}

	private boolean isReady() {
		ApplicationAvailability availability = this.context.getBeanProvider(ApplicationAvailability.class)
			.getIfAvailable();
		return availability != null && availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
	}

	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<?> event) {
		boolean another = event.getSource() instanceof ApplicationContext source && source != this.context;
		if (!another && this.registered && event.getState() instanceof ReadinessState readiness) {
			this.registry.report(this.registration,
					(readiness == ReadinessState.ACCEPTING_TRAFFIC) ? Health.UP : Health.OUT_OF_SERVICE);
		}
	}

	@Override
	public void stop(Runnable callback) {
		if (!this.running.compareAndSet(true, false) || !this.registered) {
			callback.run();
			return;
		}
		this.registered = false;
		this.lifecycles.forEach((lifecycle) -> lifecycle.postProcessBeforeStopRegister(this.registration));
		this.registry.report(this.registration, Health.OUT_OF_SERVICE);
		this.registry.release(this.registration).whenComplete((released, failure) -> {
			if (failure != null) {
				logger.warn("The registry did not confirm the deregistration of " + this.registration.getInstanceId()
						+ "; it will notice by itself", failure);
			}
			this.lifecycles.forEach((lifecycle) -> lifecycle.postProcessAfterStopRegister(this.registration));
			logger.info("Deregistered " + this.registration.getInstanceId() + ", serving on for "
					+ this.drain.toMillis() + " ms");
			this.scheduler.schedule(callback, this.drain);
		});
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public boolean isRunning() {
		return this.running.get();
	}

	/**
	 * A cached test context keeps its registration while it is paused.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * What is known only once the servers have started.
	 */
	public interface ServerPorts {

		/**
		 * The port of the web server.
		 * @return the port, or null if there is none
		 */
		@Nullable Integer server();

		/**
		 * What others need to know of the servers.
		 * @return metadata
		 */
		Map<String, String> metadata();

	}

}
