package dev.discovery.backend.memory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Entries;
import dev.discovery.backend.MirrorSink;
import dev.discovery.backend.MirrorSource;
import dev.discovery.backend.Watch;
import dev.discovery.model.Instance;
import dev.discovery.time.Scheduler.Timer;
import dev.discovery.time.SerialExecutor;

/**
 * Follows an in-memory registry: one session lasts until the registry is switched off or
 * nobody watches any more. While it lasts, it also sees to it that leases expire.
 */
final class InMemorySource implements MirrorSource {

	private final BackendRuntime runtime;

	private final InMemoryRegistry registry;

	InMemorySource(BackendRuntime runtime, InMemoryRegistry registry) {
		this.runtime = runtime;
		this.registry = registry;
	}

	@Override
	public CompletableFuture<Duration> sync(MirrorSink sink) {
		if (!this.registry.isAvailable()) {
			return CompletableFuture.failedFuture(unavailable());
		}
		Session session = new Session(sink);
		session.begin();
		return session.end;
	}

	/**
	 * What is configured needs no examination: whoever could forge it could do anything.
	 */
	private List<Instance> believed(String serviceId) {
		List<Instance> instances = Entries.collect(this.runtime, this.registry.registered(serviceId),
				(instance) -> instance);
		instances.addAll(this.registry.configured(serviceId));
		return instances;
	}

	private BackendException unavailable() {
		return new BackendException(Kind.UNREACHABLE, "the in-memory registry is switched off");
	}

	private final class Session implements InMemoryRegistry.Listener {

		private final MirrorSink sink;

		private final CompletableFuture<Duration> end = new CompletableFuture<>();

		private final SerialExecutor serial = new SerialExecutor();

		private Timer expiry = Timer.NONE;

		Session(MirrorSink sink) {
			this.sink = sink;
		}

		void begin() {
			Watch watch = InMemorySource.this.registry.listen(this);
			this.end.whenComplete((next, cause) -> {
				watch.close();
				this.serial.execute(() -> this.expiry.cancel());
			});
			this.serial.execute(() -> {
				if (!InMemorySource.this.registry.isAvailable()) {
					// since the listener came too late to hear of it
					this.end.completeExceptionally(unavailable());
					return;
				}
				expire();
				Map<String, List<Instance>> all = new HashMap<>();
				InMemorySource.this.registry.names().forEach((serviceId) -> all.put(serviceId, believed(serviceId)));
				this.sink.replaceAll(all);
			});
		}

		@Override
		public void changed(Set<String> services) {
			this.serial.execute(() -> {
				if (!InMemorySource.this.registry.isAvailable()) {
					this.end.completeExceptionally(unavailable());
					return;
				}
				services.forEach((serviceId) -> this.sink.replace(serviceId, believed(serviceId)));
				expire();
			});
		}

		/**
		 * Other listeners may do the same; whoever comes first expires what is due.
		 */
		private void expire() {
			this.expiry.cancel();
			if (!this.end.isDone()) {
				Duration next = InMemorySource.this.registry.expire(InMemorySource.this.runtime.ticker().nanos());
				if (next != null) {
					this.expiry = InMemorySource.this.runtime.scheduler()
						.schedule(() -> this.serial.execute(this::expire), next);
				}
			}
		}

	}

}
