package dev.discovery.backend.kubernetes;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.RegistryJson;
import dev.discovery.backend.kubernetes.KubernetesApi.ListReply;
import dev.discovery.backend.kubernetes.KubernetesApi.WatchEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lists objects of one kind and then watches them, by the rules of client-go's reflector:
 * what a list doesn't tell its watch does, a watch that ends is resumed where it ended,
 * and only where that is no longer possible everything is listed again, once, while what
 * was known is kept.
 * <p>
 * Outlives its sessions: knows how far everything is known, and what to ask for from
 * there. What comes after what is up to the {@link ReflectorSession}.
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

	private final WatchCuts cuts;

	/** How far everything is known; null before it has been listed. */
	private @Nullable String version;

	Reflector(KubernetesApi api, Subject<T> subject, ReflectorListener<T> listener) {
		this.api = api;
		this.subject = subject;
		this.listener = listener;
		this.cuts = new WatchCuts(api.runtime(), subject.resource());
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
	ReflectorSession<T> start(Executor inOrder, Consumer<@Nullable Throwable> onEnd) {
		ReflectorSession<T> session = new ReflectorSession<>(this, inOrder, onEnd);
		session.begin();
		return session;
	}

	/**
	 * Asks for a page of the list.
	 * @param next where it begins, null for the first one
	 * @param paged false for all that there is
	 */
	CompletionStage<ListReply<T>> list(@Nullable String next, boolean paged) {
		return this.api.list(this.subject, this.subject.page(paged ? PAGE : 0, next));
	}

	/**
	 * Asks for what changes from where everything is known.
	 */
	CompletionStage<Void> watch(Runnable opened, Consumer<WatchEvent> onEvent) {
		int seconds = SHORTEST_WATCH + (int) (SHORTEST_WATCH * this.api.runtime().randomness().fraction());
		String query = this.subject.watch(String.valueOf(this.version), seconds);
		return this.api.watch(this.subject.resource(), this.subject.namespace(), query, opened, onEvent);
	}

	/**
	 * Asks for how far the server is.
	 */
	CompletionStage<ListReply<T>> probe() {
		return this.api.probe(this.subject);
	}

	/**
	 * Whether a server hasn't come as far as everything is known.
	 */
	boolean isAheadOf(ListReply<T> reply) {
		return reply.isBefore(this.version);
	}

	/**
	 * All that there is has been listed.
	 */
	void listed(String version, List<T> objects) {
		this.version = version;
		this.listener.listed(objects);
	}

	/**
	 * Everything is known up to here.
	 */
	void seen(String version) {
		this.version = version;
	}

	/**
	 * The time by the ticker, in nanoseconds.
	 */
	long nanos() {
		return this.api.runtime().ticker().nanos();
	}

	WatchCuts cuts() {
		return this.cuts;
	}

	ReflectorListener<T> listener() {
		return this.listener;
	}

	@Nullable T read(JsonNode object) {
		try {
			return RegistryJson.convert(object, this.subject.type());
		}
		catch (RuntimeException ex) {
			// counted below
		}
		dropped();
		return null;
	}

	/**
	 * Counts an object that can't be read.
	 */
	void dropped() {
		BackendRuntime runtime = this.api.runtime();
		runtime.observer().dropped(runtime.name(), "malformed");
	}

}
