package dev.discovery.balancing.policy;

/**
 * A request that may have been somewhere already.
 *
 * @param request what is sent
 * @param before knows where it has been
 */
record RequestContext(RequestView request, PickContext before) implements PickContext {

	@Override
	public boolean tried(Candidate candidate) {
		return this.before.tried(candidate);
	}

}
