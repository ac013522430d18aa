package dev.discovery.backend;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import dev.discovery.time.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a whole registry, kept while it has feeds. All that it does is ordered by
 * one {@link SerialExecutor}.
 */
final class Mirror implements ExchangeLoop.Question<Duration, Duration> {

	/**
	 * A source whose sessions end at once must not spin.
	 */
	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

	private final BackendRuntime runtime;

	private final MirrorSource source;

	private final UnaryOperator<String> key;

	private final SerialExecutor serial = new SerialExecutor();

	private final Set<MirrorFeed<?>> feeds = new LinkedHashSet<>();

	private final RegistryGate gate;

	private final MirrorContent content = new MirrorContent();

	private @Nullable BackendException error;

	private boolean complete;

	private @Nullable ExchangeLoop<Duration, Duration> loop;

	private @Nullable Step step;

	Mirror(BackendRuntime runtime, MirrorSource source, UnaryOperator<String> key) {
		this.runtime = runtime;
		this.source = source;
		this.key = key;
		this.gate = new RegistryGate(runtime);
	}

	Feed serviceFeed(String key, Publication<ServiceSnapshot> publication) {
		return new MirrorFeed<>(this, key, publication, () -> this.content.snapshot(key),
				() -> this.content.failure(key));
	}

	Feed namesFeed(Publication<Set<String>> publication) {
		return new MirrorFeed<>(this, null, publication, this.content::names, () -> null);
	}

	@Override
	public String operation() {
		return "sync";
	}

	@Override
	public @Nullable Duration limit(boolean atOnce) {
		return null;
	}

	@Override
	public CompletionStage<Duration> ask(boolean atOnce) {
		Step next = new Step(!this.complete);
		this.step = next;
		return this.source.sync(next);
	}

	@Override
	public Duration check(Duration answer) {
		return Objects.requireNonNull(answer, "the source said nothing");
	}

	@Override
	public Duration answered(Duration next) {
		this.step = null;
		confirm();
		return (next.compareTo(SHORTEST_PAUSE) < 0) ? SHORTEST_PAUSE : next;
	}

	@Override
	public void failed(BackendException cause) {
		this.step = null;
		this.error = cause;
		this.feeds.forEach((feed) -> feed.fail(cause));
	}

	@Override
	public long uses() {
		return 0;
	}

	private void confirm() {
		this.complete = true;
		this.error = null;
		if (this.loop != null) {
			this.loop.alive();
		}
		this.feeds.forEach(MirrorFeed::refresh);
	}

	/**
	 * While the rest is in doubt only this one service is known.
	 */
	private void replace(String id, ServiceSnapshot snapshot) {
		this.content.replace(id, snapshot);
		changed(id);
	}

	private void changed(String id) {
		if (this.complete) {
			this.feeds.forEach((feed) -> feed.refresh(id, this.error != null));
		}
	}

	/**
	 * Runs something in order with everything else.
	 */
	void inOrder(Runnable action) {
		this.serial.execute(action);
	}

	/**
	 * Takes a feed in, and begins to copy if it is the first. To be called in order.
	 */
	void open(MirrorFeed<?> feed) {
		this.feeds.add(feed);
		if (this.complete) {
			feed.refresh();
		}
		if (this.error != null) {
			feed.fail(this.error);
		}
		if (this.loop == null) {
			this.loop = new ExchangeLoop<>(this.runtime, this.gate, this.serial, this);
			this.loop.start();
		}
	}

	/**
	 * Lets a feed go, and forgets everything if it was the last. To be called in order.
	 */
	void close(MirrorFeed<?> feed) {
		this.feeds.remove(feed);
		if (this.feeds.isEmpty() && this.loop != null) {
			this.loop.stop();
			this.loop = null;
			this.step = null;
			this.content.clear();
			this.error = null;
			this.complete = false;
		}
	}

	/**
	 * What the source of one step is given.
	 */
	private final class Step implements MirrorSink {

		private final boolean blank;

		Step(boolean blank) {
			this.blank = blank;
		}

		@Override
		public boolean isBlank() {
			return this.blank;
		}

		@Override
		public void replaceAll(Map<String, List<Instance>> services, Map<String, BackendException> failed) {
			Map<String, ServiceSnapshot> next = new HashMap<>();
			services.forEach((serviceId, instances) -> {
				if (!instances.isEmpty()) {
					next.put(Mirror.this.key.apply(serviceId), ServiceSnapshot.of(serviceId, instances));
				}
			});
			Map<String, BackendException> causes = new HashMap<>();
			failed.forEach((serviceId, cause) -> causes.put(Mirror.this.key.apply(serviceId), cause));
			apply(() -> {
				Mirror.this.content.replaceAll(next, causes);
				Mirror.this.confirm();
			});
		}

		@Override
		public void replace(String serviceId, List<Instance> instances) {
			ServiceSnapshot next = ServiceSnapshot.of(serviceId, instances);
			apply(() -> Mirror.this.replace(Mirror.this.key.apply(serviceId), next));
		}

		@Override
		public void fail(String serviceId, BackendException cause) {
			apply(() -> {
				Mirror.this.content.fail(Mirror.this.key.apply(serviceId), cause);
				changed(Mirror.this.key.apply(serviceId));
			});
		}

		@Override
		public void confirm() {
			apply(Mirror.this::confirm);
		}

		private void apply(Runnable change) {
			Mirror.this.serial.execute(() -> {
				if (Mirror.this.step == this) {
					change.run();
				}
			});
		}

	}

}
