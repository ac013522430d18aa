package dev.discovery.balancing;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.fitness.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One logical request with its retries. {@link #begin()} picks an instance and counts the
 * call in flight there; exactly one of {@link #answered}, {@link #failed} or
 * {@link #cancelled} ends the attempt. Those that return a pause ask for another attempt:
 * wait that long, then begin again.
 * <p>
 * Another attempt goes to an instance that the call has not been at, at once if it is the
 * second; where none is left, to one of those again, after a pause. A request that was
 * never sent is repeated whatever its method; one that broke off, or was answered that
 * the instance can't, only if it may be sent twice; one that timed out only elsewhere.
 * <p>
 * Used by one thread at a time; blocking and reactive callers share it. Never waits.
 */
public final class Call implements PickContext {

	/**
	 * There is no other attempt: what the last one brought is the caller's.
	 */
	public static final long GIVE_UP = -1;

	static final int ONCE = 1;

	private static final int SERVER_ERROR = 500;

	private final Balancer balancer;

	private final RequestView request;

	private final boolean idempotent;

	private final int maxAttempts;

	private Pool pool;

	private int attempts;

	private int pauses;

	/** Where it was last. */
	private @Nullable Candidate tried;

	/** Where it was before, by attempt. */
	private Candidate @Nullable [] triedBefore;

	private boolean anywhere;

	private @Nullable Candidate next;

	private @Nullable Candidate current;

	private long stamp;

	Call(Balancer balancer, Pool pool, RequestView request, boolean idempotent, int maxAttempts) {
		this.balancer = balancer;
		this.pool = pool;
		this.request = request;
		this.idempotent = idempotent;
		this.maxAttempts = maxAttempts;
	}

	/**
	 * Begins an attempt.
	 * @return who gets it, counted as in flight from now on
	 * @throws NoInstanceException if there is nobody; the message says why
	 */
	public Candidate begin() {
		Candidate picked = (this.next != null) ? this.next : this.pool.pick(this);
		if (picked == null) {
			throw this.balancer.noInstance(this.pool);
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
		this.stamp = chosen.stats().begin();
		if (this.attempts++ == 0) {
			this.pool.retries().requested(this.stamp);
		}
		return chosen;
	}

	/**
	 * The attempt was answered; from 500 on the answer blames the server.
	 * @param status the answer's status
	 * @param spent whether the request can't be sent again, since its body is gone
	 * @return {@link #GIVE_UP} if the answer is the caller's, else the nanoseconds to
	 * wait before another attempt; the answer is to be thrown away
	 */
	public long answered(int status, boolean spent) {
		boolean serverError = status >= SERVER_ERROR;
		end(serverError ? Outcome.FAILURE : Outcome.SUCCESS);
		if (!serverError || spent || !this.idempotent || !this.pool.retries().isRepeatable(status)) {
			return GIVE_UP;
		}
		return again(Outcome.FAILURE);
	}

	/**
	 * The attempt failed before there was a response.
	 * @param failure what was thrown; the exception of a RestClient, WebClient or Feign
	 * client anywhere among its causes is that of another call
	 * @param spent whether the request can't be sent again, since its body is gone
	 * @return {@link #GIVE_UP} if the failure is the caller's, else the nanoseconds to
	 * wait before another attempt
	 */
	public long failed(Throwable failure, boolean spent) {
		Outcome outcome = Failures.classify(failure);
		end(Failures.isShortage(failure) ? Outcome.CANCELLED : outcome);
		boolean brokeOff = outcome == Outcome.FAILURE || outcome == Outcome.TIMEOUT;
		if (spent || !(outcome == Outcome.NEVER_SENT || (brokeOff && this.idempotent))) {
			return GIVE_UP;
		}
		return again(outcome);
	}

	private long again(Outcome why) {
		if (this.attempts >= this.maxAttempts) {
			return GIVE_UP;
		}
		this.pool = this.balancer.latest(this.pool);
		Candidate other = this.pool.pick(this);
		boolean elsewhere = other != null;
		// whoever didn't answer in time needs no second copy of the request
		if (other == null && why != Outcome.TIMEOUT) {
			other = pickAnywhere();
		}
		if (other == null || !this.pool.retries().allow(why)) {
			return GIVE_UP;
		}
		this.next = other;
		return (elsewhere && this.attempts == 1) ? 0 : this.pool.retries().pause(this.pauses++);
	}

	/** One that it has been at, but rather not the last one. */
	private @Nullable Candidate pickAnywhere() {
		this.anywhere = true;
		Candidate picked = this.pool.pick(this);
		this.anywhere = false;
		return (picked != null) ? picked : this.pool.pick(PickContext.of(this.request));
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
			remember(ending, outcome);
			ending.stats().end(this.stamp, outcome);
		}
	}

	private void remember(Candidate ending, Outcome outcome) {
		if (outcome == Outcome.SUCCESS) {
			return;
		}
		if (this.tried != null) {
			if (this.triedBefore == null) {
				this.triedBefore = new Candidate[this.maxAttempts];
			}
			this.triedBefore[this.attempts - 2] = this.tried;
		}
		this.tried = ending;
	}

	@Override
	public RequestView request() {
		return this.request;
	}

	@Override
	public boolean tried(Candidate candidate) {
		if (isSame(this.tried, candidate)) {
			return true;
		}
		if (this.triedBefore != null && !this.anywhere) {
			for (Candidate before : this.triedBefore) {
				if (isSame(before, candidate)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean isSame(@Nullable Candidate tried, Candidate candidate) {
		return tried != null && candidate.instance().equals(tried.instance());
	}

}
