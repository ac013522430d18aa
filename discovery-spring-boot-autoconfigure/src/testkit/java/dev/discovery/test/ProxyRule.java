package dev.discovery.test;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What gets through a {@link TcpProxy}. Safe for use by several threads.
 */
final class ProxyRule {

	/** The answer of an account whose connection has to be reset. */
	static final int RESET = -1;

	/** The answer of an account whose connection has to be ended. */
	static final int END = -2;

	private Regime regime = Regime.OPEN;

	/** How often the rule has changed: limits count from then on. */
	private int edition;

	synchronized void set(Regime next) {
		this.regime = next;
		this.edition++;
		notifyAll();
	}

	/**
	 * Makes those who wait see whether they still have to.
	 */
	synchronized void wake() {
		notifyAll();
	}

	/**
	 * Waits while stalled.
	 */
	synchronized void awaitFlow(BooleanSupplier open) throws InterruptedIOException {
		while (this.regime.stalled() && open.getAsBoolean()) {
			await(0);
		}
	}

	/**
	 * How long something is still on its way.
	 * @param sent when it was sent, by {@link System#nanoTime}
	 * @return nanoseconds, none or fewer where it has arrived
	 */
	synchronized long left(long sent) {
		return sent + this.regime.latency().toNanos() - System.nanoTime();
	}

	/**
	 * Waits until the rule changes, or for so long; 0 is for ever.
	 */
	synchronized void await(long millis) throws InterruptedIOException {
		try {
			wait(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException();
		}
	}

	/**
	 * What to do with a connection that has brought as much as it may.
	 */
	enum AtLimit {

		RESET, END, HOLD

	}

	/**
	 * A rule that doesn't change.
	 *
	 * @param stalled whether nothing gets through
	 * @param limit how many bytes of answers a connection may bring
	 * @param atLimit what happens then
	 * @param piece how many bytes come at once at most
	 * @param pause how long before each piece
	 * @param latency how long each byte of an answer is on its way
	 */
	record Regime(boolean stalled, long limit, AtLimit atLimit, int piece, Duration pause, Duration latency) {

		static final Regime OPEN = new Regime(false, Long.MAX_VALUE, AtLimit.END, Integer.MAX_VALUE, Duration.ZERO,
				Duration.ZERO);

		static final Regime STALLED = new Regime(true, OPEN.limit, OPEN.atLimit, OPEN.piece, OPEN.pause, OPEN.latency);

		static Regime limited(long bytes, AtLimit then) {
			return new Regime(false, bytes, then, OPEN.piece, OPEN.pause, OPEN.latency);
		}

		static Regime pieces(int bytes, Duration pause) {
			if (bytes <= 0) {
				throw new IllegalArgumentException("at least one byte has to get through, not " + bytes);
			}
			return new Regime(false, OPEN.limit, OPEN.atLimit, bytes, pause, OPEN.latency);
		}

		static Regime late(Duration latency) {
			return new Regime(false, OPEN.limit, OPEN.atLimit, OPEN.piece, OPEN.pause, latency);
		}

	}

	/**
	 * The answers of one connection.
	 */
	final class Account {

		private int counted;

		private long passed;

		/**
		 * How many bytes may pass now, at least one; waits for it.
		 * @param wanted how many there are
		 * @param open whether the connection is still open
		 * @return that, {@link #RESET} or {@link #END}
		 */
		int next(int wanted, BooleanSupplier open) throws InterruptedIOException {
			synchronized (ProxyRule.this) {
				awaitFlow(open);
				pause(ProxyRule.this.regime.pause());
				while (left() <= 0) {
					AtLimit then = ProxyRule.this.regime.atLimit();
					if (then != AtLimit.HOLD || !open.getAsBoolean()) {
						return (then == AtLimit.RESET) ? RESET : END;
					}
					await(0);
				}
				int allowed = (int) Math.min(left(), Math.min(wanted, ProxyRule.this.regime.piece()));
				this.passed += allowed;
				return allowed;
			}
		}

		private long left() {
			if (this.counted != ProxyRule.this.edition) {
				this.counted = ProxyRule.this.edition;
				this.passed = 0;
			}
			return ProxyRule.this.regime.limit() - this.passed;
		}

		/**
		 * That long, or until the rule changes.
		 */
		private void pause(Duration duration) throws InterruptedIOException {
			int edition = ProxyRule.this.edition;
			long due = System.nanoTime() + duration.toNanos();
			long left = duration.toNanos();
			while (left > 0 && edition == ProxyRule.this.edition) {
				await(Math.max(1, Duration.ofNanos(left).toMillis()));
				left = due - System.nanoTime();
			}
		}

	}

}
