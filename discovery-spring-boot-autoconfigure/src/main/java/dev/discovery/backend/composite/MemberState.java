package dev.discovery.backend.composite;

import java.time.Duration;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.composite.RegistryReport.State;
import dev.discovery.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Counts how the watches of one registry do. Safe for use by several threads.
 */
final class MemberState {

	private final Member member;

	private final Ticker ticker;

	private int open;

	private int failing;

	private int answered;

	private long failingSince;

	private @Nullable BackendException error;

	MemberState(Member member, Ticker ticker) {
		this.member = member;
		this.ticker = ticker;
	}

	/** A watch was opened. */
	synchronized Voice open() {
		this.open++;
		return new Voice();
	}

	synchronized RegistryReport report() {
		BackendException cause = this.error;
		Duration since = (this.failing > 0) ? Duration.ofNanos(this.ticker.nanos() - this.failingSince) : Duration.ZERO;
		return new RegistryReport(this.member.name(), this.member.kind(), this.member.place(), state(), this.open,
				this.failing, since, (cause != null) ? cause.getMessage() : null);
	}

	private State state() {
		if (this.failing > 0) {
			return State.FAILING;
		}
		if (this.open == 0) {
			return State.IDLE;
		}
		return (this.answered > 0) ? State.ANSWERING : State.WAITING;
	}

	/**
	 * One of the watches.
	 */
	final class Voice {

		private boolean heard;

		private boolean broken;

		private boolean closed;

		void answered() {
			synchronized (MemberState.this) {
				if (!this.closed) {
					if (!this.heard) {
						this.heard = true;
						MemberState.this.answered++;
					}
					mend();
				}
			}
		}

		void failed(BackendException cause) {
			synchronized (MemberState.this) {
				if (this.closed) {
					return;
				}
				MemberState.this.error = cause;
				if (!this.broken) {
					this.broken = true;
					if (MemberState.this.failing++ == 0) {
						MemberState.this.failingSince = MemberState.this.ticker.nanos();
					}
				}
			}
		}

		void closed() {
			synchronized (MemberState.this) {
				if (!this.closed) {
					this.closed = true;
					mend();
					MemberState.this.open--;
					if (this.heard) {
						MemberState.this.answered--;
					}
				}
			}
		}

		private void mend() {
			if (this.broken) {
				this.broken = false;
				if (--MemberState.this.failing == 0) {
					MemberState.this.error = null;
				}
			}
		}

	}

}
