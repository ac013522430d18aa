package dev.discovery.backend;

import java.time.Duration;

import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.SnapshotStore;
import dev.discovery.directory.StabilizingBackend;
import dev.discovery.directory.StalenessPolicy;

/**
 * The contract is kept over registries that are each doubted for themselves, where
 * nothing is held for long.
 */
class StabilizedBackendContractTests extends CompositeBackendContractTests {

	@Override
	ServiceBackend wrapped(ServiceBackend backend) {
		DirectorySettings settings = new DirectorySettings(Duration.ofSeconds(2), Duration.ofMinutes(10), 1_000,
				Duration.ZERO, Duration.ZERO, StalenessPolicy.FOR_EVER);
		return new StabilizingBackend("scripted", backend, settings, this.time, this.time, SnapshotStore.NONE);
	}

}
