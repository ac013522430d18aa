package dev.discovery.backend.consul;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.junit.jupiter.Testcontainers;

/**
 * The contract of registering, over an agent of a recent version in a container.
 */
@Testcontainers(disabledWithoutDocker = true)
class ConsulRegistrarContainerTests extends ConsulRegistrarContract {

	@RegisterExtension
	private static final ProxiedConsul consul = new ProxiedContainer();

	ConsulRegistrarContainerTests() {
		super(consul);
	}

}
