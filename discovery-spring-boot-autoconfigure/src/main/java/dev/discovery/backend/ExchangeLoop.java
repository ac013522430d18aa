package dev.discovery.backend;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.BackendException.Kind;
import dev.discovery.time.SerialExecutor;
import org.jspecify.annotations.Nullable;

/**
 * One question that is asked again and again, one exchange at a time, from start to stop.
 * How soon it is asked again is said by the answer, or by the gate after an error.
 *
 * @param <A> what the registry answers
 * @param <R> what is made of it
 */
final class ExchangeLoop<A, R> implements Feed, GatePass.Visitor {

	private final BackendRuntime runtime;

	private final RegistryGate gate;

	private final SerialExecutor serial;

	private final Question<A, R> question;

	private final GatePass pass;

	private @Nullable Exchange<A, R> exchange;

	private volatile boolean stopped;

	/**
	 * Creates the loop.
	 * @param serial orders what is asked and answered with whatever else the question has
	 * to order
	 */
	ExchangeLoop(BackendRuntime runtime, RegistryGate gate, SerialExecutor serial, Question<A, R> question) {
		this.runtime = runtime;
		this.gate = gate;
		this.serial = serial;
		this.question = question;
		this.pass = gate.pass(this);
	}

	@Override
	public void start() {
		this.gate.enter(this.pass, Duration.ZERO);
	}

	@Override
	public void stop() {
		this.stopped = true;
		this.gate.leave(this.pass);
		this.serial.execute(() -> {
			if (this.exchange != null) {
				this.exchange.cancel();
			}
			this.question.left(true);
		});
	}

	/**
	 * The exchange that is under way goes well: a long session says so before its end.
	 */
	void alive() {
		this.gate.succeeded(this.pass);
	}

	@Override
	public void go(boolean standsForAll) {
		this.serial.execute(() -> {
			if (this.stopped) {
				return;
			}
			if (standsForAll) {
				ask(true);
			}
			else {
				this.question.admit(() -> this.serial.execute(this::admitted), this::cutShort);
			}
		});
	}

	/**
	 * The registry may have failed others meanwhile.
	 */
	private void admitted() {
		if (this.stopped) {
			this.question.left(true);
		}
		else if (this.gate.isOpen()) {
			ask(false);
		}
		else {
			this.question.left(false);
			this.gate.enter(this.pass, Duration.ZERO);
		}
	}

	private void ask(boolean atOnce) {
		Exchange<A, R> next = new Exchange<>(this.runtime, this.question.operation(), this.question::check,
				new Outcome());
		this.exchange = next;
		next.begin(() -> this.question.ask(atOnce), () -> this.question.limit(atOnce));
	}

	/**
	 * Others need the room: calls the question off and queues for it again.
	 */
	private void cutShort() {
		this.serial.execute(() -> {
			if (!this.stopped && this.exchange != null && this.exchange.cancel()) {
				this.question.left(false);
				this.gate.enter(this.pass, Duration.ZERO);
			}
		});
	}

	@Override
	public void refused(BackendException cause) {
		this.serial.execute(() -> {
			if (!this.stopped) {
				this.question.refused(cause);
			}
		});
	}

	@Override
	public long uses() {
		return this.question.uses();
	}

	private void answered(R result) {
		Duration next;
		try {
			next = this.question.answered(result);
		}
		catch (Throwable ex) {
			failed(new BackendException(Kind.INVALID, "the answer can't be used", ex, null));
			return;
		}
		this.gate.succeeded(this.pass);
		this.gate.enter(this.pass, next);
	}

	private void failed(BackendException cause) {
		try {
			this.question.failed(cause);
		}
		finally {
			this.gate.failed(this.pass, cause);
		}
	}

	private final class Outcome implements Exchange.Answer<R> {

		@Override
		public void succeeded(R result) {
			later(() -> answered(result));
		}

		@Override
		public void failed(BackendException cause) {
			later(() -> ExchangeLoop.this.failed(cause));
		}

		private void later(Runnable reaction) {
			ExchangeLoop.this.serial.execute(() -> {
				ExchangeLoop.this.question.left(false);
				if (!ExchangeLoop.this.stopped) {
					reaction.run();
				}
			});
		}

	}

	/**
	 * What is asked. All but {@link #check} and {@link #uses} is called serially.
	 *
	 * @param <A> what the registry answers
	 * @param <R> what is made of it
	 */
	interface Question<A, R> {

		/**
		 * Its name for the observer.
		 */
		String operation();

		/**
		 * Waits until there is room to ask.
		 * @param ask what to do then, on any thread
		 * @param cutShort what to do if the room is needed by others before the answer is
		 * there
		 */
		default void admit(Runnable ask, Runnable cutShort) {
			ask.run();
		}

		/**
		 * Needs no room any more: answered, called off, or not wanted after all.
		 * @param forGood whether it will not be asked again
		 */
		default void left(boolean forGood) {
		}

		/**
		 * How long the answer may take, or null if the question sees to that. Called
		 * after {@link #ask}.
		 * @param atOnce whether the answer must not be held back
		 */
		@Nullable Duration limit(boolean atOnce);

		/**
		 * Asks.
		 * @param atOnce whether the answer must not be held back
		 */
		CompletionStage<A> ask(boolean atOnce);

		/**
		 * Turns the answer into something that can be used, or throws.
		 */
		R check(A answer);

		/**
		 * Hears the answer.
		 * @return how long to wait before asking again
		 */
		Duration answered(R result);

		/**
		 * Hears that there is none.
		 */
		void failed(BackendException cause);

		/**
		 * Hears that there would be none: somebody else found out.
		 */
		default void refused(BackendException cause) {
			failed(cause);
		}

		long uses();

	}

}
