package dev.discovery.backend.memory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Lease;
import dev.discovery.backend.LeaseKeeper;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;

/**
 * Registers in an {@link InMemoryRegistry}. To be closed after its leases were given
 * back. Safe for use by several threads.
 */
public final class InMemoryRegistrar implements ServiceRegistrar, AutoCloseable {

	/**
	 * Readers hear of a change at once; this is for a thread that has just been handed
	 * the old list.
	 */
	private static final Duration PROPAGATION = Duration.ofMillis(100);

	private final InMemoryRegistry registry;

	private final LeaseKeeper keeper;

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * Joins the registry that the settings name.
	 * @param runtime what it runs on
	 * @param settings which registry, and how long leases live
	 */
	public InMemoryRegistrar(BackendRuntime runtime, InMemorySettings settings) {
		this.registry = InMemoryRegistry.acquire(settings.registry());
		this.keeper = new LeaseKeeper(runtime, new InMemoryWriter(this.registry, runtime.ticker(), settings.ttl()),
				LeaseKeeper.Settings.of(settings.heartbeat(), PROPAGATION));
	}

	@Override
	public Lease register(Instance self, Health initial) {
		return this.keeper.register(self, initial);
	}

	@Override
	public Duration propagation() {
		return this.keeper.propagation();
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.registry.release();
		}
	}

}
