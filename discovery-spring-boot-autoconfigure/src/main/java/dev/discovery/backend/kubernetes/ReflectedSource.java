package dev.discovery.backend.kubernetes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.MirrorSink;
import dev.discovery.backend.MirrorSource;
import dev.discovery.backend.http.LinkedFuture;
import dev.discovery.backend.kubernetes.Content.Table;
import dev.discovery.time.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Tells a mirror what is made of objects of one or more kinds. A step is a session of all
 * their reflectors: it ends when one of the watches does, and the next one resumes all.
 */
final class ReflectedSource implements MirrorSource {

	/** As long as between two steps, at the least. */
	private static final Duration RESUMED_AFTER = Duration.ofMillis(100);

	private final KubernetesApi api;

	private final Content content;

	private final String ownNamespace;

	private final List<Reflector<?>> reflectors = new ArrayList<>();

	private final SerialExecutor serial = new SerialExecutor();

	private final Troubles troubles;

	private @Nullable Step step;

	/**
	 * Creates the source.
	 * @param api where to read
	 * @param content what is made of it
	 * @param ownNamespace whose services go by their bare names
	 */
	ReflectedSource(KubernetesApi api, Content content, String ownNamespace) {
		this.api = api;
		this.content = content;
		this.ownNamespace = ownNamespace;
		this.troubles = new Troubles(api.runtime().name(), ownNamespace);
		content.tables().forEach((table) -> this.reflectors.add(reflector(table)));
	}

	private <T> Reflector<T> reflector(Table<T> table) {
		return new Reflector<>(this.api, table.subject(), new ReflectorListener<>() {

			@Override
			public void listed(List<T> objects) {
				table.replaceAll(objects);
				publishAll();
			}

			@Override
			public void changed(T object) {
				publish(table.put(object));
			}

			@Override
			public void deleted(ServiceName key) {
				publish(table.remove(key));
			}

			@Override
			public void current() {
				confirm();
			}

		});
	}

	@Override
	public CompletableFuture<Duration> sync(MirrorSink sink) {
		Step next = new Step(sink);
		this.serial.execute(() -> {
			this.step = next;
			if (sink.isBlank()) {
				this.reflectors.forEach(Reflector::forget);
			}
			next.start();
		});
		return next.end;
	}

	private boolean isListed() {
		return this.reflectors.stream().allMatch(Reflector::isListed);
	}

	private void publishAll() {
		if (this.step != null && isListed()) {
			Set<ServiceName> services = this.content.services();
			Reading reading = read(services);
			this.troubles.retainAll(services);
			this.step.sink.replaceAll(reading.services(), reading.failed());
		}
	}

	private void publish(Set<ServiceName> changed) {
		if (this.step != null && isListed()) {
			Reading reading = read(changed);
			reading.services().forEach(this.step.sink::replace);
			reading.failed().forEach(this.step.sink::fail);
		}
	}

	private Reading read(Set<ServiceName> services) {
		return Reading.of(this.content, services, this.ownNamespace, this.troubles);
	}

	private void confirm() {
		if (this.step != null && isListed() && ++this.step.current == this.reflectors.size()) {
			this.step.sink.confirm();
		}
	}

	private final class Step {

		private final MirrorSink sink;

		private final LinkedFuture<Duration> end = new LinkedFuture<>();

		private final Map<Reflector<?>, ReflectorSession<?>> sessions = new HashMap<>();

		/** How many watches of this step have begun. */
		private int current;

		Step(MirrorSink sink) {
			this.sink = sink;
			this.end.whenComplete((pause, failure) -> {
				if (this.end.isCancelled()) {
					ReflectedSource.this.serial.execute(this::cancel);
				}
			});
		}

		void start() {
			ReflectedSource.this.reflectors.forEach(this::begin);
		}

		private void begin(Reflector<?> reflector) {
			this.sessions.put(reflector, reflector.start(this::inOrder, (failure) -> ended(reflector, failure)));
		}

		/**
		 * While others are still being listed, the end of a watch is no end of the step:
		 * nothing is complete yet.
		 */
		private void ended(Reflector<?> reflector, @Nullable Throwable failure) {
			if (failure != null || isListed()) {
				finish(failure);
			}
			else {
				ReflectedSource.this.api.runtime()
					.scheduler()
					.schedule(() -> inOrder(() -> begin(reflector)), RESUMED_AFTER);
			}
		}

		private void inOrder(Runnable action) {
			ReflectedSource.this.serial.execute(() -> {
				if (ReflectedSource.this.step == this && !this.end.isDone()) {
					guarded(action);
				}
			});
		}

		/**
		 * A session that ends silently would never be resumed.
		 */
		private void guarded(Runnable action) {
			try {
				action.run();
			}
			catch (Throwable ex) {
				finish(new BackendException(Kind.INVALID, "what Kubernetes says can't be used", ex, null));
			}
		}

		private void finish(@Nullable Throwable failure) {
			cancel();
			if (failure != null) {
				this.end.completeExceptionally(failure);
			}
			else {
				this.end.complete(Duration.ZERO);
			}
		}

		private void cancel() {
			this.sessions.values().forEach(ReflectorSession::cancel);
			if (ReflectedSource.this.step == this) {
				ReflectedSource.this.step = null;
			}
		}

	}

}
