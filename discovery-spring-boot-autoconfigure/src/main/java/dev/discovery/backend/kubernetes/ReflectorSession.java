package dev.discovery.backend.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.http.BrokenConnectionException;
import dev.discovery.backend.http.JsonElement;
import dev.discovery.backend.http.SilenceException;
import dev.discovery.backend.kubernetes.KubernetesApi.ListReply;
import dev.discovery.backend.kubernetes.KubernetesApi.WatchEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a {@link Reflector} does from a list, or from where the last session ended, to the
 * end of a watch.
 *
 * @param <T> what an object is read into
 */
final class ReflectorSession<T> {

	private final Reflector<T> reflector;

	private final Executor inOrder;

	private final Consumer<@Nullable Throwable> onEnd;

	private volatile @Nullable CompletableFuture<?> exchange;

	private volatile boolean cancelled;

	private boolean relistable;

	/** When the server began to answer the watch; null before. */
	private volatile @Nullable Long openedAt;

	ReflectorSession(Reflector<T> reflector, Executor inOrder, Consumer<@Nullable Throwable> onEnd) {
		this.reflector = reflector;
		this.inOrder = inOrder;
		this.onEnd = onEnd;
	}

	/**
	 * Ends it without a word.
	 */
	void cancel() {
		this.cancelled = true;
		CompletableFuture<?> current = this.exchange;
		if (current != null) {
			current.cancel(true);
		}
	}

	void begin() {
		if (this.reflector.isListed()) {
			watch(true);
		}
		else {
			list(new ArrayList<>(), null, true);
		}
	}

	/**
	 * Pages can get too old while they are read; what fits into no page is one.
	 */
	private void list(List<T> before, @Nullable String next, boolean paged) {
		exchange(this.reflector.list(next, paged), (reply, failure) -> {
			if (failure == null) {
				listed(before, reply);
			}
			else if (next != null && KubernetesApi.isGone(failure)) {
				list(new ArrayList<>(), null, false);
			}
			else {
				this.onEnd.accept(failure);
			}
		});
	}

	private void listed(List<T> objects, ListReply<T> reply) {
		for (JsonElement<T> item : reply.items()) {
			T object = item.value();
			if (object != null) {
				objects.add(object);
			}
			else {
				this.reflector.dropped();
			}
		}
		String next = reply.next();
		if (next != null) {
			list(objects, next, true);
			return;
		}
		String version = reply.version();
		if (version == null) {
			this.onEnd.accept(new BackendException(Kind.INVALID, "a list without a resource version"));
			return;
		}
		this.reflector.listed(version, objects);
		watch(false);
	}

	/**
	 * A list that is too old at once would be so again; a moment later that is news.
	 */
	private void watch(boolean mayListAgain) {
		this.relistable = mayListAgain;
		this.openedAt = null;
		exchange(this.reflector.watch(this::opened, this::receive), (end, failure) -> ended(failure));
	}

	private void opened() {
		this.openedAt = this.reflector.nanos();
		this.inOrder.execute(this.reflector.listener()::current);
	}

	private void ended(@Nullable Throwable failure) {
		boolean gone = failure != null && KubernetesApi.isGone(failure);
		if (gone) {
			this.reflector.forget();
		}
		if (failure instanceof SilenceException) {
			probe();
		}
		else if (gone && this.relistable) {
			begin();
		}
		else if (failure instanceof BrokenConnectionException && this.reflector.cuts().isHarmless(this.openedAt)) {
			this.reflector.cuts().afterPause(() -> this.inOrder.execute(() -> {
				if (!this.cancelled) {
					this.onEnd.accept(null);
				}
			}));
		}
		else {
			if (failure == null) {
				this.reflector.cuts().over();
			}
			this.onEnd.accept(failure);
		}
	}

	/**
	 * In a quiet cluster there is nothing to hear; and a server whose data was set back
	 * is silent until it has come to where we are.
	 */
	private void probe() {
		exchange(this.reflector.probe(), (reply, failure) -> {
			if (failure != null) {
				this.onEnd.accept(failure);
				return;
			}
			if (this.reflector.isAheadOf(reply)) {
				this.reflector.forget();
			}
			begin();
		});
	}

	private void receive(WatchEvent event) {
		if (event.type().equals("ERROR")) {
			throw KubernetesApi.failure(event.object());
		}
		ServiceName gone = event.type().equals("DELETED") ? deleted(event.object()) : null;
		T object = (gone != null || event.type().equals("BOOKMARK")) ? null : this.reflector.read(event.object());
		String seen = event.object().path("metadata").path("resourceVersion").asString(null);
		this.inOrder.execute(() -> {
			this.relistable = true;
			if (seen != null) {
				this.reflector.seen(seen);
			}
			if (gone != null) {
				this.reflector.listener().deleted(gone);
			}
			else if (object != null) {
				this.reflector.listener().changed(object);
			}
		});
	}

	/**
	 * What has gone needn't be read any further than to its name. Without that it would
	 * stay for ever, unless everything is listed anew.
	 */
	private ServiceName deleted(@Nullable JsonNode object) {
		JsonNode metadata = (object != null) ? object.path("metadata") : MissingNode.getInstance();
		if (!metadata.path("name").isString() || !metadata.path("namespace").isString()) {
			this.inOrder.execute(this.reflector::forget);
			throw new BackendException(Kind.INVALID, "a deletion doesn't say of what");
		}
		return new ServiceName(metadata.path("name").asString(), metadata.path("namespace").asString());
	}

	private <A> void exchange(CompletionStage<A> stage, BiConsumer<A, @Nullable Throwable> reaction) {
		CompletableFuture<A> future = stage.toCompletableFuture();
		this.exchange = future;
		if (this.cancelled) {
			future.cancel(true);
		}
		future.whenComplete((value, failure) -> this.inOrder.execute(() -> {
			if (!this.cancelled) {
				reaction.accept(value, KubernetesApi.cause(failure));
			}
		}));
	}

}
