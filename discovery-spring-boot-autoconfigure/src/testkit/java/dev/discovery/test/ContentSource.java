package dev.discovery.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.MirrorSink;
import dev.discovery.backend.MirrorSource;
import dev.discovery.backend.Watch;
import dev.discovery.model.Instance;
import dev.discovery.time.SerialExecutor;

/**
 * Follows what a {@link TestRegistry} knows: one session lasts until an outage, or until
 * nobody watches any more. Each piece of news arrives as late as the registry answers.
 */
final class ContentSource implements MirrorSource {

	private final RegistryContent content;

	private final VirtualTime time;

	ContentSource(RegistryContent content, VirtualTime time) {
		this.content = content;
		this.time = time;
	}

	@Override
	public CompletableFuture<Duration> sync(MirrorSink sink) {
		BackendException failure = this.content.failure();
		if (failure != null) {
			return CompletableFuture.failedFuture(failure);
		}
		Session session = new Session(sink);
		session.begin();
		return session.end;
	}

	private final class Session implements RegistryContent.Listener {

		private final RegistryContent content = ContentSource.this.content;

		private final VirtualTime time = ContentSource.this.time;

		private final MirrorSink sink;

		private final CompletableFuture<Duration> end = new CompletableFuture<>();

		private final SerialExecutor serial = new SerialExecutor();

		/** What is on its way, in its order. */
		private final Queue<Runnable> underway = new ArrayDeque<>();

		/** When the news that is on its way longest arrives: none overtakes another. */
		private long lastArrival = this.time.nanos();

		Session(MirrorSink sink) {
			this.sink = sink;
		}

		void begin() {
			Watch watch = this.content.listen(this);
			this.end.whenComplete((next, cause) -> watch.close());
			this.serial.execute(() -> {
				Map<String, List<Instance>> all = this.content.services();
				unlessOut(() -> deliver(() -> this.sink.replaceAll(all)));
			});
		}

		@Override
		public void changed(Set<String> services) {
			this.serial.execute(() -> unlessOut(() -> {
				if (services.isEmpty()) {
					arriveAtOnce();
				}
				services.forEach((serviceId) -> {
					List<Instance> instances = this.content.instances(serviceId);
					deliver(() -> this.sink.replace(serviceId, instances));
				});
			}));
		}

		private void unlessOut(Runnable action) {
			BackendException failure = this.content.failure();
			if (failure != null) {
				this.end.completeExceptionally(failure);
			}
			else {
				action.run();
			}
		}

		private void deliver(Runnable news) {
			long now = this.time.nanos();
			long arrival = now + this.content.latency().toNanos();
			this.lastArrival = (arrival - this.lastArrival > 0) ? arrival : this.lastArrival;
			if (this.lastArrival - now <= 0) {
				news.run();
			}
			else {
				this.underway.add(news);
				this.time.schedule(() -> this.serial.execute(() -> arrive(news)),
						Duration.ofNanos(this.lastArrival - now));
			}
		}

		private void arrive(Runnable news) {
			if (this.underway.remove(news)) {
				news.run();
			}
		}

		/** A registry that hung doesn't any more. */
		private void arriveAtOnce() {
			this.lastArrival = this.time.nanos();
			List.copyOf(this.underway).forEach(this::arrive);
		}

	}

}
