package dev.discovery.backend.http;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import javax.net.ssl.SSLException;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.log.Field;
import dev.discovery.log.StateLog;

/**
 * Several addresses of one registry, the preferred one first. A question goes to the
 * first one that is well; where that one fails soon, to the next at once. One that failed
 * is left alone for 30 s, and then asked for a sign of life before it gets questions
 * again, so that no question pays for finding out.
 * <p>
 * Safe for use by several threads.
 */
public final class RegistryUrls {

	private static final StateLog logger = StateLog.of(RegistryUrls.class);

	private static final Duration QUARANTINE = Duration.ofSeconds(30);

	/** Until when there is time left in an exchange for asking another one. */
	private static final Duration SOON = Duration.ofMillis(1500);

	private final BackendRuntime runtime;

	private final List<Server> servers;

	private final Function<URI, CompletionStage<?>> signOfLife;

	/**
	 * Creates the list.
	 * @param runtime what it runs on
	 * @param urls the addresses, at least one
	 * @param signOfLife a small question that fails where the server isn't well
	 */
	public RegistryUrls(BackendRuntime runtime, List<URI> urls, Function<URI, CompletionStage<?>> signOfLife) {
		this.runtime = runtime;
		this.servers = urls.stream().map(Server::new).toList();
		this.signOfLife = signOfLife;
	}

	/**
	 * Asks one after another, until one answers, or refuses.
	 * @param question makes the exchange with one of them
	 * @param <T> what it answers
	 * @return the answer, or the failure of the last one that was asked; cancelling it
	 * calls the exchange off
	 */
	public <T> CompletionStage<T> ask(Question<T> question) {
		if (this.servers.size() == 1) {
			return question.ask(this.servers.get(0).url, true);
		}
		List<Server> candidates = new ArrayList<>(this.servers);
		candidates.sort(Comparator.comparing((server) -> server.failed));
		this.servers.forEach(this::considerReturn);
		Asking<T> asking = new Asking<>(question, candidates.iterator());
		asking.attempt(true);
		return asking.result;
	}

	/**
	 * A refused token, or a question that can't be answered, is refused everywhere.
	 */
	private static boolean mayBeItsOwn(BackendException failure) {
		return switch (failure.kind()) {
			case UNREACHABLE, UNAVAILABLE, BUSY -> true;
			case INVALID -> failure.getCause() instanceof SSLException;
			case DENIED -> false;
		};
	}

	private void quarantine(Server server, Throwable cause) {
		server.retryAt = this.runtime.ticker().nanos() + QUARANTINE.toNanos();
		if (!server.failed) {
			server.failed = true;
			logger.entered("'" + this.runtime.name() + "': leaving " + server + " alone for now: " + cause.getMessage(),
					Field.backend(this.runtime.name()));
		}
	}

	private void considerReturn(Server server) {
		boolean due = server.failed && this.runtime.ticker().nanos() - server.retryAt >= 0;
		if (due && server.probing.compareAndSet(false, true)) {
			this.signOfLife.apply(server.url).whenComplete((sign, failure) -> {
				if (failure == null) {
					returned(server);
				}
				else {
					quarantine(server, failure);
				}
				server.probing.set(false);
			});
		}
	}

	private void returned(Server server) {
		if (server.failed) {
			server.failed = false;
			logger.left("'" + this.runtime.name() + "': " + server + " answers again",
					Field.backend(this.runtime.name()));
		}
	}

	/**
	 * Makes an exchange with one address.
	 *
	 * @param <T> what it answers
	 */
	@FunctionalInterface
	public interface Question<T> {

		/**
		 * Asks.
		 * @param url whom
		 * @param first whether nobody else was asked before in this exchange; if somebody
		 * was, the answer must not be held back
		 * @return the answer
		 */
		CompletionStage<T> ask(URI url, boolean first);

	}

	/**
	 * One question on its way from one to the next.
	 *
	 * @param <T> what is answered
	 */
	private final class Asking<T> {

		private final Question<T> question;

		private final Iterator<Server> candidates;

		private final LinkedFuture<T> result = new LinkedFuture<>();

		private final long began = RegistryUrls.this.runtime.ticker().nanos();

		/** Those that answered with an error, which may be the question's fault. */
		private final Map<Server, Throwable> suspects = new LinkedHashMap<>();

		Asking(Question<T> question, Iterator<Server> candidates) {
			this.question = question;
			this.candidates = candidates;
		}

		void attempt(boolean first) {
			Server server = this.candidates.next();
			CompletableFuture<T> answer = this.question.ask(server.url, first).toCompletableFuture();
			this.result.relyOn(answer);
			answer.whenComplete((value, failure) -> {
				if (failure != null) {
					failed(server, failure);
				}
				else {
					this.suspects.forEach(RegistryUrls.this::quarantine);
					returned(server);
					this.result.complete(value);
				}
			});
		}

		private void failed(Server server, Throwable failure) {
			Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure;
			boolean soon = RegistryUrls.this.runtime.ticker().nanos() - this.began < SOON.toNanos();
			if (this.result.isDone() || !(cause instanceof BackendException known) || !mayBeItsOwn(known)) {
				this.result.completeExceptionally(failure);
				return;
			}
			if (known.kind() == Kind.UNREACHABLE || !soon) {
				quarantine(server, known);
			}
			else {
				this.suspects.put(server, known);
			}
			if (soon && this.candidates.hasNext()) {
				attempt(false);
			}
			else {
				this.result.completeExceptionally(failure);
			}
		}

	}

	private static final class Server {

		private final URI url;

		private final AtomicBoolean probing = new AtomicBoolean();

		private volatile boolean failed;

		private volatile long retryAt;

		Server(URI url) {
			this.url = url;
		}

		@Override
		public String toString() {
			return this.url.getScheme() + "://" + this.url.getHost() + ":" + this.url.getPort();
		}

	}

}
