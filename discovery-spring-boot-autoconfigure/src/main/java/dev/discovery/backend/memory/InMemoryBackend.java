package dev.discovery.backend.memory;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.MirrorBackend;
import dev.discovery.backend.NamesListener;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;
import org.jspecify.annotations.Nullable;

/**
 * Reads an {@link InMemoryRegistry}, and brings the static entries of the settings into
 * it for as long as it is open. Safe for use by several threads; callbacks run on the
 * thread that changes the registry, or on the scheduler's.
 */
public final class InMemoryBackend implements ServiceBackend {

	private final InMemoryRegistry registry;

	private final MirrorBackend mirror;

	private final AtomicBoolean closed = new AtomicBoolean();

	/**
	 * Joins the registry that the settings name.
	 * @param runtime what it runs on
	 * @param settings which registry, and which static entries to bring
	 */
	public InMemoryBackend(BackendRuntime runtime, InMemorySettings settings) {
		this.registry = InMemoryRegistry.acquire(settings.registry());
		this.registry.putStatic(this, settings.services());
		this.mirror = new MirrorBackend(runtime, new InMemorySource(runtime, this.registry), UnaryOperator.identity());
	}

	@Override
	public String name() {
		return this.mirror.name();
	}

	@Override
	public Watch watch(String serviceId, WatchListener listener) {
		return this.mirror.watch(serviceId, listener);
	}

	@Override
	public Watch watchNames(NamesListener listener) {
		return this.mirror.watchNames(listener);
	}

	@Override
	public @Nullable String origin() {
		return null;
	}

	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.mirror.close();
			this.registry.removeStatic(this);
			this.registry.release();
		}
	}

}
