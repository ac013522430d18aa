package dev.discovery.backend;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.time.Scheduler.Timer;
import org.jspecify.annotations.Nullable;

/**
 * One question to a registry and its one answer, whatever the author of the backend does:
 * what is thrown, late, or can't be used becomes a {@link BackendException}.
 * <p>
 * The answer is given once, on any thread, possibly before {@link #begin()} returns, and
 * never after {@link #cancel()}.
 *
 * @param <A> what the registry answers
 * @param <R> what is made of it
 */
final class Exchange<A, R> {

	private final BackendRuntime runtime;

	private final String operation;

	private final Function<A, R> check;

	private final Answer<R> answer;

	private final AtomicBoolean ended = new AtomicBoolean();

	private final long began;

	private final ExchangeObservation observation;

	private volatile Timer deadline = Timer.NONE;

	private volatile @Nullable CompletionStage<A> running;

	Exchange(BackendRuntime runtime, String operation, Function<A, R> check, Answer<R> answer) {
		this.runtime = runtime;
		this.operation = operation;
		this.check = check;
		this.answer = answer;
		this.began = runtime.ticker().nanos();
		this.observation = runtime.observer().exchanging(runtime.name(), operation);
	}

	/**
	 * Asks.
	 * @param question what asks
	 * @param patience how long the answer may take, called once the question is asked;
	 * gives null if the question sees to that
	 */
	void begin(Supplier<CompletionStage<A>> question, Supplier<@Nullable Duration> patience) {
		try {
			CompletionStage<A> stage = question.get();
			this.running = stage;
			Duration limit = patience.get();
			if (limit != null && !this.ended.get()) {
				this.deadline = this.runtime.scheduler().schedule(() -> expire(limit), limit);
			}
			stage.whenComplete(this::completed);
		}
		catch (Throwable ex) {
			fail(backendException(ex));
		}
	}

	/**
	 * Loses interest in the answer and calls the question off where it can be.
	 * @return whether it was still under way
	 */
	boolean cancel() {
		boolean first = this.ended.compareAndSet(false, true);
		if (first) {
			callOff();
			this.observation.ended("cancelled", null);
		}
		return first;
	}

	private void callOff() {
		this.deadline.cancel();
		if (this.running instanceof CompletableFuture<A> future) {
			try {
				future.cancel(true);
			}
			catch (RuntimeException ex) {
				// a minimal stage of the JDK's can't be called off; who waits hears all
				// the same
			}
		}
	}

	private void expire(Duration limit) {
		BackendException cause = new BackendException(Kind.UNAVAILABLE,
				"no answer to '" + this.operation + "' within " + limit);
		if (end(cause)) {
			// first, for what is asked next must not be overtaken by it
			callOff();
			this.answer.failed(cause);
		}
	}

	private void completed(A value, @Nullable Throwable failure) {
		if (failure != null) {
			fail(backendException(failure));
			return;
		}
		R result;
		try {
			result = this.check.apply(value);
		}
		catch (BackendException ex) {
			fail(ex);
			return;
		}
		catch (Throwable ex) {
			// an error too: a loop that ends silently would be worse
			fail(new BackendException(Kind.INVALID, "the answer to '" + this.operation + "' can't be used", ex, null));
			return;
		}
		if (end("success", null)) {
			this.answer.succeeded(result);
		}
	}

	private void fail(BackendException cause) {
		if (end(cause)) {
			this.answer.failed(cause);
		}
	}

	private boolean end(BackendException cause) {
		return end(cause.kind().name().toLowerCase(Locale.ROOT), cause);
	}

	private boolean end(String outcome, @Nullable BackendException cause) {
		if (!this.ended.compareAndSet(false, true)) {
			return false;
		}
		this.deadline.cancel();
		Duration took = Duration.ofNanos(this.runtime.ticker().nanos() - this.began);
		this.runtime.observer().exchanged(this.runtime.name(), this.operation, outcome, took);
		this.observation.ended(outcome, cause);
		return true;
	}

	/**
	 * The message of a foreign exception is left to the cause: nobody knows what it says.
	 */
	private BackendException backendException(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		return (cause instanceof BackendException known) ? known : new BackendException(Kind.UNAVAILABLE,
				"'" + this.operation + "' failed with " + cause.getClass().getName(), cause, null);
	}

	/**
	 * Hears how it ended.
	 *
	 * @param <R> what is made of the registry's answer
	 */
	interface Answer<R> {

		void succeeded(R result);

		void failed(BackendException cause);

	}

}
