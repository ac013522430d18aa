package dev.discovery.balancing;

/**
 * The steps on the way to a pick at which an instance may be passed over, in their order.
 */
public enum Step {

	/** The registry doesn't say UP. */
	REGISTRY,

	/** It isn't in the subset that the call goes to. */
	SUBSET,

	/** It was taken out by hand. */
	QUARANTINE,

	/** A rule took it out because of how its calls ended. */
	EJECTION,

	/** It fails the active health check. */
	HEALTH_CHECK,

	/** It says that it has not enough capacity left. */
	CAPACITY,

	/** It belongs to other clients' slices of a very large service. */
	SLICE,

	/** It vanished from the registry together with most others. */
	LIMBO

}
