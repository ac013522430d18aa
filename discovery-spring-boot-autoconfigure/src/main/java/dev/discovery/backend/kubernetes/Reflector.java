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
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.JsonElement;
import dev.discovery.backend.RegistryJson;
import dev.discovery.backend.SilenceException;
import dev.discovery.backend.kubernetes.KubernetesApi.ListReply;
import dev.discovery.backend.kubernetes.KubernetesApi.WatchEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lists objects of one kind and then watches them, by the rules of client-go's reflector:
 * what a list doesn't tell its watch does, a watch that ends is resumed where it ended,
 * and only where that is no longer possible everything is listed again, once, while what
 * was known is kept.
 *
 * @param <T> what an object is read into
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">API
 * concepts</a>
 */
final class Reflector<T> {

	private static final int PAGE = 500;

	private static final int SHORTEST_WATCH = 300;

	private final KubernetesApi api;

	private final Subject<T> subject;

	private final ReflectorListener<T> listener;

	/** How far everything is known; null before it has been listed. */
	private @Nullable String version;

	Reflector(KubernetesApi api, Subject<T> subject, ReflectorListener<T> listener) {
		this.api = api;
		this.subject = subject;
		this.listener = listener;
	}

	/**
	 * Whether all is known, up to some moment.
	 */
	boolean isListed() {
		return this.version != null;
	}

	/**
	 * Lists again next time.
	 */
	void forget() {
		this.version = null;
	}

	/**
	 * Begins a session, which ends when a watch does.
	 * @param inOrder runs what changes anything, one after another, and nothing once the
	 * session is over
	 * @param onEnd told, in order, of the end and of what went wrong, if it did
	 */
	Session start(Executor inOrder, Consumer<@Nullable Throwable> onEnd) {
		Session session = new Session(inOrder, onEnd);
		session.begin();
		return session;
	}

	private @Nullable T read(JsonNode object) {
		try {
			return RegistryJson.convert(object, this.subject.type());
		}
		catch (RuntimeException ex) {
			// counted below
		}
		dropped();
		return null;
	}

	private void dropped() {
		BackendRuntime runtime = this.api.runtime();
		runtime.observer().dropped(runtime.name(), "malformed");
	}

	/**
	 * From a list, or from where the last session ended, to the end of a watch.
	 */
	final class Session {

		private final Executor inOrder;

		private final Consumer<@Nullable Throwable> onEnd;

		private volatile @Nullable CompletableFuture<?> exchange;

		private volatile boolean cancelled;

		private boolean relistable;

		Session(Executor inOrder, Consumer<@Nullable Throwable> onEnd) {
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

		private void begin() {
			if (Reflector.this.version == null) {
				list(new ArrayList<>(), null, true);
			}
			else {
				watch(true);
			}
		}

		/**
		 * Pages can get too old while they are read; what fits into no page is one.
		 */
		private void list(List<T> before, @Nullable String next, boolean paged) {
			Subject<T> subject = Reflector.this.subject;
			exchange(Reflector.this.api.list(subject, subject.page(paged ? PAGE : 0, next)), (reply, failure) -> {
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
					dropped();
				}
			}
			String next = reply.next();
			if (next != null) {
				list(objects, next, true);
				return;
			}
			if (reply.version() == null) {
				this.onEnd.accept(new BackendException(Kind.INVALID, "a list without a resource version"));
				return;
			}
			Reflector.this.version = reply.version();
			Reflector.this.listener.listed(objects);
			watch(false);
		}

		/**
		 * A list that is too old at once would be so again; a moment later that is news.
		 */
		private void watch(boolean mayListAgain) {
			int seconds = SHORTEST_WATCH
					+ (int) (SHORTEST_WATCH * Reflector.this.api.runtime().randomness().fraction());
			Subject<T> subject = Reflector.this.subject;
			String query = subject.watch(String.valueOf(Reflector.this.version), seconds);
			this.relistable = mayListAgain;
			exchange(
					Reflector.this.api.watch(subject.resource(), subject.namespace(), query,
							() -> this.inOrder.execute(Reflector.this.listener::current), this::receive),
					(end, failure) -> {
						if (failure instanceof SilenceException) {
							probe();
							return;
						}
						boolean gone = failure != null && KubernetesApi.isGone(failure);
						if (gone) {
							Reflector.this.version = null;
						}
						if (gone && this.relistable) {
							begin();
						}
						else {
							this.onEnd.accept(failure);
						}
					});
		}

		/**
		 * In a quiet cluster there is nothing to hear; and a server whose data was set
		 * back is silent until it has come to where we are.
		 */
		private void probe() {
			exchange(Reflector.this.api.probe(Reflector.this.subject), (reply, failure) -> {
				if (failure != null) {
					this.onEnd.accept(failure);
					return;
				}
				if (reply.isBefore(Reflector.this.version)) {
					Reflector.this.version = null;
				}
				begin();
			});
		}

		private void receive(WatchEvent event) {
			if (event.type().equals("ERROR")) {
				throw KubernetesApi.failure(event.object());
			}
			T object = event.type().equals("BOOKMARK") ? null : read(event.object());
			String seen = event.object().path("metadata").path("resourceVersion").asString(null);
			this.inOrder.execute(() -> {
				this.relistable = true;
				if (seen != null) {
					Reflector.this.version = seen;
				}
				if (object != null && event.type().equals("DELETED")) {
					Reflector.this.listener.deleted(object);
				}
				else if (object != null) {
					Reflector.this.listener.changed(object);
				}
			});
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

}
