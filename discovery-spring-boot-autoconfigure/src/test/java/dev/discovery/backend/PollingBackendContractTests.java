package dev.discovery.backend;

/**
 * {@link PollingBackend} over a scripted registry keeps the contract.
 */
class PollingBackendContractTests extends ScriptedBackendContractTests {

	@Override
	ServiceBackend open(BackendRuntime runtime) {
		return new PollingBackend(runtime, this.registry, PollingBackend.Settings.DEFAULT);
	}

}
