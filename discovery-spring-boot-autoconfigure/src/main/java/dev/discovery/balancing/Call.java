package dev.discovery.balancing;

import dev.discovery.balancing.limit.AdmittedCall;
import dev.discovery.balancing.limit.CallRefusedException;
import dev.discovery.balancing.limit.Limits;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.balancing.retry.Failures;
import dev.discovery.fitness.InstanceStats;
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
 * From its first attempt to the end of its last one the call holds a place among those
 * that its service may have at once. Where another attempt is asked for but doesn't
 * begin, {@link #cancelled} or {@link #done} gives the place back.
 * <p>
 * Used by one thread at a time; blocking and reactive callers share it. Never waits.
 */
public final class Call extends AdmittedCall implements PickContext {

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

	private @Nullable Trail trail;

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
	 * @throws CallRefusedException if a limit is reached or the circuit is open
	 */
	public Candidate begin() {
		enter(this.pool.admission());
		boolean begun = false;
		try {
			Candidate free = beginAtFree((this.next != null) ? this.next : this.pool.pick(this));
			begun = true;
			return free;
		}
		finally {
			if (!begun) {
				leave(Outcome.CANCELLED);
			}
		}
	}

	/** Somebody may take the last place at an instance meanwhile. */
	private Candidate beginAtFree(@Nullable Candidate picked) {
		Limits limits = this.pool.admission().limits();
		Candidate free = picked;
		while (free != null) {
			long begun = limits.begin(free.stats());
			if (begun != InstanceStats.FULL) {
				return begun(free, begun);
			}
			free = this.pool.pick(this);
		}
		throw this.balancer.noneFree(this.pool);
	}

	/**
	 * Begins an attempt at an instance that somebody else has chosen, whatever the
	 * limits: it is too late to refuse it.
	 * @param chosen who gets it, counted as in flight from now on
	 * @return the same
	 */
	public Candidate begin(Candidate chosen) {
		enterAnyway(this.pool.admission());
		return begun(chosen, chosen.stats().begin());
	}

	private Candidate begun(Candidate chosen, long now) {
		this.next = null;
		this.current = chosen;
		this.stamp = now;
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
		if (status >= SERVER_ERROR && this.pool.retries().isRepeatable(status)) {
			return failed(Outcome.FAILURE, Outcome.FAILURE, spent);
		}
		Outcome outcome = (status >= SERVER_ERROR) ? Outcome.FAILURE : Outcome.SUCCESS;
		end(outcome);
		return giveUp(outcome);
	}

	private long giveUp(Outcome outcome) {
		leave(outcome);
		return GIVE_UP;
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
		return failed(outcome, Failures.isShortage(failure) ? Outcome.CANCELLED : outcome, spent);
	}

	/**
	 * The attempt failed, as somebody has found out who knows more than was thrown.
	 * @param why decides whether the request may be sent again
	 * @param seen is said of the instance; {@link Outcome#CANCELLED} blames nobody
	 * @param spent whether the request can't be sent again, since its body is gone
	 * @return {@link #GIVE_UP}, or the nanoseconds to wait before another attempt
	 */
	public long failed(Outcome why, Outcome seen, boolean spent) {
		end(seen);
		boolean brokeOff = why == Outcome.FAILURE || why == Outcome.TIMEOUT;
		if (spent || !(why == Outcome.NEVER_SENT || (brokeOff && this.idempotent))) {
			return giveUp(seen);
		}
		return again(why, seen);
	}

	/** Gives up with what was seen, if there is no other attempt. */
	private long again(Outcome why, Outcome seen) {
		if (this.attempts >= this.maxAttempts) {
			return giveUp(seen);
		}
		this.pool = this.balancer.latest(this.pool);
		Candidate other = this.pool.pick(this);
		boolean elsewhere = other != null;
		// whoever didn't answer in time needs no second copy of the request
		if (other == null && why != Outcome.TIMEOUT) {
			other = pickAnywhere();
		}
		if (other == null || !this.pool.retries().allow(why)) {
			return giveUp(seen);
		}
		this.next = other;
		return (elsewhere && this.attempts == 1) ? 0 : this.pool.retries().pause(this.pauses++);
	}

	/** One that it has been at, but rather not the last one. */
	private @Nullable Candidate pickAnywhere() {
		this.anywhere = true;
		Candidate picked = this.pool.pick(this);
		this.anywhere = false;
		return (picked != null) ? picked : this.pool.pickFree(PickContext.of(this.request));
	}

	/**
	 * The caller gave up. Without effect when the call is over.
	 */
	public void cancelled() {
		end(Outcome.CANCELLED);
		done();
	}

	/**
	 * There is no further attempt, and none is in flight. Without effect when the call is
	 * over; on any thread.
	 */
	public void done() {
		leave(Outcome.CANCELLED);
	}

	private void end(Outcome outcome) {
		Candidate ending = this.current;
		if (ending != null) {
			this.current = null;
			if (outcome != Outcome.SUCCESS) {
				remember(ending);
			}
			ending.stats().end(this.stamp, outcome);
		}
	}

	private void remember(Candidate ending) {
		if (this.trail == null) {
			this.trail = new Trail(ending, this.maxAttempts);
		}
		else {
			this.trail.add(ending);
		}
	}

	@Override
	public RequestView request() {
		return this.request;
	}

	@Override
	public boolean tried(Candidate candidate) {
		Trail been = this.trail;
		if (been != null && (this.anywhere ? been.endsAt(candidate) : been.contains(candidate))) {
			return true;
		}
		// the next one is to get it then, as after a failure
		return this.pool.admission().limits().isFull(candidate.stats());
	}

}
