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

	private static final long UNLIMITED = Long.MAX_VALUE;

	private boolean stalled;

	private long limit = UNLIMITED;

	private boolean reset;

	private int bytesPerSecond;

	/** How often the rule has changed: limits count from then on. */
	private int edition;

	synchronized void flow() {
		change(false, UNLIMITED, 0);
	}

	synchronized void stall() {
		change(true, UNLIMITED, 0);
	}

	synchronized void drip(int rate) {
		change(false, UNLIMITED, rate);
	}

	synchronized void cutAfter(long bytes, boolean withReset) {
		this.reset = withReset;
		change(false, bytes, 0);
	}

	private synchronized void change(boolean stall, long most, int rate) {
		this.stalled = stall;
		this.limit = most;
		this.bytesPerSecond = rate;
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
		while (this.stalled && open.getAsBoolean()) {
			await(0);
		}
	}

	private synchronized void await(long millis) throws InterruptedIOException {
		try {
			wait(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException();
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
				if (ProxyRule.this.bytesPerSecond > 0) {
					pace();
				}
				if (this.counted != ProxyRule.this.edition) {
					this.counted = ProxyRule.this.edition;
					this.passed = 0;
				}
				long left = ProxyRule.this.limit - this.passed;
				if (left <= 0) {
					return ProxyRule.this.reset ? RESET : END;
				}
				int allowed = (ProxyRule.this.bytesPerSecond > 0) ? 1 : (int) Math.min(left, wanted);
				this.passed += allowed;
				return allowed;
			}
		}

		/**
		 * One byte's time, or until the rule changes.
		 */
		private void pace() throws InterruptedIOException {
			int edition = ProxyRule.this.edition;
			long due = System.nanoTime() + Duration.ofSeconds(1).toNanos() / ProxyRule.this.bytesPerSecond;
			long left = due - System.nanoTime();
			while (left > 0 && edition == ProxyRule.this.edition) {
				await(Math.max(1, Duration.ofNanos(left).toMillis()));
				left = due - System.nanoTime();
			}
		}

	}

}
