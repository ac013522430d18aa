package dev.discovery.backend;

import java.util.function.UnaryOperator;

/**
 * {@link MirrorBackend} over a scripted source, which fetches everything once a second,
 * keeps the contract.
 */
class MirrorBackendContractTests extends ScriptedBackendContractTests {

	@Override
	protected ServiceBackend open() {
		return new MirrorBackend(runtime("scripted"), this.registry::fetch, UnaryOperator.identity());
	}

}
