package dev.discovery.backend;

/**
 * How a {@link RegistryGate} stands.
 */
enum GateState {

	/** Nobody knows yet. */
	UNPROVEN,

	/** It answers. */
	OPEN,

	/** Nobody is there. */
	REFUSING,

	/** Somebody is there, who answers with errors. */
	FAILING

}
