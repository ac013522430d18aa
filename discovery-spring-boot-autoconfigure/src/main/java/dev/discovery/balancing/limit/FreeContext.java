package dev.discovery.balancing.limit;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.RequestView;

/**
 * A call that has been at every instance that is full.
 *
 * @param call what else is known about it
 * @param limits knows who is full
 */
record FreeContext(PickContext call, Limits limits) implements PickContext {

	@Override
	public boolean tried(Candidate candidate) {
		return this.limits.isFull(candidate.stats()) || this.call.tried(candidate);
	}

	@Override
	public RequestView request() {
		return this.call.request();
	}

}
