package dev.discovery.backend.consul;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.junit.jupiter.Testcontainers;

/**
 * The contract of reading, over an agent of a recent version in a container.
 */
@Testcontainers(disabledWithoutDocker = true)
class ConsulBackendContainerTests extends ConsulBackendContract {

	@RegisterExtension
	private static final ProxiedConsul consul = new ProxiedContainer();

	ConsulBackendContainerTests() {
		super(consul);
	}

}
