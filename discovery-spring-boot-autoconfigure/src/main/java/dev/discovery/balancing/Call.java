package dev.discovery.balancing;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.fitness.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One logical request with its retries. {@link #begin()} picks an instance and counts the
 * call in flight there; exactly one of {@link #succeeded}, {@link #failed} or
 * {@link #cancelled} ends the attempt. After {@code failed} returned true, begin again.
 * <p>
 * A request that was never sent goes to one other instance, whatever its method; one that
 * broke off before the response only if it may be sent twice. Used by one thread at a
 * time; blocking and reactive callers share it.
 */
public final class Call implements PickContext {

	static final int ONCE = 1;

	static final int WITH_ANOTHER = 2;

	private final Balancer balancer;

	private final boolean idempotent;

	private final int maxAttempts;

	private final BalancingObserver observer;

	private Pool pool;

	private int attempts;

	private @Nullable Candidate tried;

	private @Nullable Candidate next;

	private @Nullable Candidate current;

	private long stamp;

	Call(Balancer balancer, Pool pool, boolean idempotent, int maxAttempts, BalancingObserver observer) {
		this.balancer = balancer;
		this.pool = pool;
		this.idempotent = idempotent;
		this.maxAttempts = maxAttempts;
		this.observer = observer;
	}

	/**
	 * Begins an attempt.
	 * @return who gets it, counted as in flight from now on
	 * @throws NoInstanceException if there is nobody; the message says why
	 */
	public Candidate begin() {
		Candidate picked = (this.next != null) ? this.next : this.pool.pick(this);
		if (picked == null) {
			throw this.balancer.noInstance(this.pool.snapshot().serviceId());
		}
		return begin(picked);
	}

	/**
	 * Begins an attempt at an instance that somebody else has chosen.
	 * @param chosen who gets it, counted as in flight from now on
	 * @return the same
	 */
	public Candidate begin(Candidate chosen) {
		this.next = null;
		this.current = chosen;
		this.attempts++;
		this.stamp = chosen.stats().begin();
		return chosen;
	}

	/**
	 * The attempt was answered.
	 * @param serverError whether the answer blames the server (5xx)
	 */
	public void succeeded(boolean serverError) {
		end(serverError ? Outcome.FAILURE : Outcome.SUCCESS);
	}

	/**
	 * The attempt failed before there was a response. Never waits.
	 * @param failure what was thrown
	 * @return whether another instance is there for another attempt
	 */
	public boolean failed(Throwable failure) {
		return failed(failure, false);
	}

	/**
	 * The attempt failed before there was a response. Never waits.
	 * @param failure what was thrown
	 * @param spent whether the request can't be sent again, since its body is gone
	 * @return whether another instance is there for another attempt
	 */
	public boolean failed(Throwable failure, boolean spent) {
		Outcome outcome = Failures.classify(failure);
		this.tried = this.current;
		end(outcome);
		boolean brokeOff = outcome == Outcome.FAILURE || outcome == Outcome.TIMEOUT;
		boolean repeatable = outcome == Outcome.NEVER_SENT || (brokeOff && this.idempotent);
		if (spent || !repeatable || this.attempts >= this.maxAttempts) {
			return false;
		}
		String serviceId = this.pool.snapshot().serviceId();
		Pool latest = this.balancer.known(serviceId);
		if (latest != null) {
			this.pool = latest;
		}
		this.next = this.pool.pick(this);
		if (this.next == null) {
			return false;
		}
		this.observer.retried(serviceId, outcome);
		return true;
	}

	/**
	 * The caller gave up. Without effect when no attempt is in flight.
	 */
	public void cancelled() {
		end(Outcome.CANCELLED);
	}

	private void end(Outcome outcome) {
		Candidate ending = this.current;
		if (ending != null) {
			this.current = null;
			ending.stats().end(this.stamp, outcome);
		}
	}

	@Override
	public boolean tried(Candidate candidate) {
		return this.tried != null && candidate.instance().equals(this.tried.instance());
	}

}
