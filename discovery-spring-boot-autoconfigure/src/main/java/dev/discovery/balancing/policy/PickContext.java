package dev.discovery.balancing.policy;

/**
 * What a pick may know about the call. Used by one thread at a time.
 */
@FunctionalInterface
public interface PickContext {

	/**
	 * A call about which nothing is known.
	 */
	PickContext NONE = (candidate) -> false;

	/**
	 * A call that has been nowhere yet.
	 * @param request what is sent
	 * @return its context
	 */
	static PickContext of(RequestView request) {
		return of(request, NONE);
	}

	/**
	 * A call of which somebody else knows where it has been.
	 * @param request what is sent
	 * @param tried knows it
	 * @return its context
	 */
	static PickContext of(RequestView request, PickContext tried) {
		return (request == RequestView.NONE) ? tried : new RequestContext(request, tried);
	}

	/**
	 * Whether this call has already been at the candidate, so that it should go
	 * elsewhere.
	 * @param candidate a candidate
	 * @return whether it was tried
	 */
	boolean tried(Candidate candidate);

	/**
	 * The request that is to be sent.
	 * @return the request, {@link RequestView#NONE} where it isn't known
	 */
	default RequestView request() {
		return RequestView.NONE;
	}

}
