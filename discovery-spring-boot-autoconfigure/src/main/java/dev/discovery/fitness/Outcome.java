package dev.discovery.fitness;

/**
 * How a call to an instance ended, as far as the instance is to blame.
 */
public enum Outcome {

	/** It answered; a 4xx is the caller's own fault and counts here. */
	SUCCESS,

	/** It answered with a server error, or broke off. */
	FAILURE,

	/** It didn't answer in time; whether it got the request is unknown. */
	TIMEOUT,

	/** Nothing reached it: refused, unresolved, no route. */
	NEVER_SENT,

	/** The caller gave up, which says nothing about the instance. */
	CANCELLED

}
