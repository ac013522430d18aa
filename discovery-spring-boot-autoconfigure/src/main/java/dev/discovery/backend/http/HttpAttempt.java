package dev.discovery.backend.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.time.Scheduler.Timer;
import org.jspecify.annotations.Nullable;

/**
 * One exchange on its way, from the question to the last byte of the answer. Whoever
 * calls off its result ends it. Safe for use by several threads.
 *
 * @param <T> what is made of the answer
 */
final class HttpAttempt<T> {

	private final BackendRuntime runtime;

	private final RegistryRequest request;

	private final ReplyReader reader;

	private final LinkedFuture<T> result;

	private final AtomicBoolean answered = new AtomicBoolean();

	private final long begun;

	/** How long nothing may be heard. */
	private volatile Duration silence;

	/** Whether it may take as long as it likes. */
	private volatile boolean endless;

	private volatile long heard;

	private volatile Timer watchdog;

	HttpAttempt(BackendRuntime runtime, RegistryRequest request, ReplyReader reader, LinkedFuture<T> result) {
		this.runtime = runtime;
		this.request = request;
		this.reader = reader;
		this.result = result;
		this.silence = request.silence();
		this.begun = runtime.ticker().nanos();
		this.heard = this.begun;
		this.watchdog = runtime.scheduler().schedule(this::watch, request.silence());
		result.whenComplete((value, failure) -> this.watchdog.cancel());
	}

	/**
	 * Takes in a whole answer.
	 */
	static BodySubscriber<Bytes> whole(HttpAttempt<RegistryReply> attempt, ResponseInfo info) {
		BodySubscriber<Bytes> body = attempt.reader.body(info, attempt::hear);
		attempt.hear();
		attempt.settleWith(body.getBody().thenApply((bytes) -> {
			attempt.answered.set(true);
			return attempt.reader.reply(info, bytes);
		}));
		return body;
	}

	/**
	 * Hands on a stream line by line, or takes in what is said in its place.
	 */
	static BodySubscriber<Void> lines(HttpAttempt<Void> attempt, ResponseInfo info, int limit, Duration silence,
			Runnable opened, Consumer<RegistryLine> onLine) {
		if (!attempt.request.accepts(info.statusCode())) {
			BodySubscriber<Bytes> refusal = attempt.reader.body(info, attempt::hear);
			attempt.settleWith(refusal.getBody().thenAccept((bytes) -> {
				attempt.answered.set(true);
				attempt.reader.reply(info, bytes);
			}));
			return BodySubscribers.mapping(refusal, (bytes) -> null);
		}
		LineBody body = new LineBody(limit, attempt.request + ": a line is longer than " + limit + " bytes",
				attempt::hear, (bytes) -> onLine.accept(new RegistryLine(attempt.request, bytes)));
		attempt.result.whenComplete((end, failure) -> body.cancel());
		opened.run();
		attempt.expectMore(silence);
		attempt.settleWith(body.getBody().thenRun(() -> attempt.answered.set(true)));
		return body;
	}

	/**
	 * From now on it may take as long as something is heard, again and again.
	 */
	private void expectMore(Duration silence) {
		hear();
		this.silence = silence;
		this.endless = true;
		arm(silence);
	}

	private void hear() {
		this.heard = this.runtime.ticker().nanos();
	}

	private void watch() {
		if (this.result.isDone()) {
			return;
		}
		long now = this.runtime.ticker().nanos();
		long rest = this.silence.toNanos() - (now - this.heard);
		long left = this.endless ? rest : this.request.deadline().toNanos() - (now - this.begun);
		if (left <= 0 && !this.endless) {
			this.result.completeExceptionally(new BackendException(Kind.UNAVAILABLE,
					this.request + ": no complete answer within " + this.request.deadline().toMillis() + " ms"));
		}
		else if (rest <= 0) {
			this.result.completeExceptionally(
					new SilenceException(this.request + ": nothing was heard for " + this.silence.toMillis() + " ms"));
		}
		else {
			arm(Duration.ofNanos(Math.min(left, rest)));
		}
	}

	/**
	 * One timer at a time, and none for what is over.
	 */
	private synchronized void arm(Duration pause) {
		this.watchdog.cancel();
		this.watchdog = this.runtime.scheduler().schedule(this::watch, pause);
		if (this.result.isDone()) {
			this.watchdog.cancel();
		}
	}

	/**
	 * Whoever loses interest hangs up.
	 */
	void sent(CompletableFuture<?> exchange) {
		this.result.whenComplete((value, failure) -> {
			if (!this.answered.get()) {
				exchange.cancel(true);
			}
		});
		exchange.whenComplete((response, failure) -> {
			if (failure != null) {
				settle(null, failure);
			}
		});
	}

	/**
	 * As soon as the body is there, on a thread of ours: what depends on the JDK's own
	 * future runs a thread later, a new one each time where there are few cores.
	 */
	private void settleWith(CompletionStage<T> body) {
		body.whenComplete(this::settle);
	}

	private void settle(@Nullable T value, @Nullable Throwable failure) {
		if (failure != null) {
			this.result.completeExceptionally(HttpFailures.of(this.request, failure));
		}
		else {
			this.result.complete(value);
		}
	}

}
