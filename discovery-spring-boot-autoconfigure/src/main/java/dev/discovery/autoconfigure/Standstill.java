package dev.discovery.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.directory.PausableBackend;
import dev.discovery.fitness.probe.ActiveProber;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Lets everything rest while the application's context is stopped, as before a
 * checkpoint: watches and connections are closed, nobody is probed. When it is started
 * again, all of it goes on. The first to start and the last to stop, after the
 * registration has been taken back.
 */
final class Standstill implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {

	private final List<PausableBackend> backends = new CopyOnWriteArrayList<>();

	private final ObjectProvider<RegistryHttpClient> clients;

	private final ObjectProvider<Registries> registries;

	private final ObjectProvider<ActiveProber> probers;

	private final ApplicationContext context;

	private volatile boolean running;

	private volatile boolean closing;

	Standstill(ObjectProvider<RegistryHttpClient> clients, ObjectProvider<Registries> registries,
			ObjectProvider<ActiveProber> probers, ApplicationContext context) {
		this.context = context;
		this.clients = clients;
		this.registries = registries;
		this.probers = probers;
	}

	/**
	 * The backend as it has to be watched to rest with the others.
	 * @param backend the backend
	 */
	ServiceBackend over(ServiceBackend backend) {
		PausableBackend pausable = new PausableBackend(backend);
		this.backends.add(pausable);
		return pausable;
	}

	@Override
	public void start() {
		this.running = true;
		this.backends.forEach(PausableBackend::resume);
		this.probers.forEach(ActiveProber::resume);
	}

	/**
	 * What ends needn't rest first: its watches would report an outage that there isn't.
	 * A child's end is none of this context.
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		this.closing = this.closing || event.getApplicationContext() == this.context;
	}

	@Override
	public void stop() {
		this.running = false;
		if (this.closing) {
			return;
		}
		this.probers.forEach(ActiveProber::pause);
		this.backends.forEach(PausableBackend::pause);
		this.clients.forEach(RegistryHttpClient::hangUp);
		this.registries.forEach(Registries::hangUp);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	/** A test context that is cached goes on following. */
	@Override
	public boolean isPauseable() {
		return false;
	}

}
