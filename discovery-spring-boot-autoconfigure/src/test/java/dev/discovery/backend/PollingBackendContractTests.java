package dev.discovery.backend;

/**
 * {@link PollingBackend} over a scripted registry keeps the contract.
 */
class PollingBackendContractTests extends ScriptedBackendContractTests {

	@Override
	protected ServiceBackend open() {
		return new PollingBackend(runtime("scripted"), this.registry, PollingBackend.Settings.DEFAULT);
	}

}
