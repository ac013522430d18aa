package dev.discovery.backend.consul;

import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The contract of registering, over a real agent beside the test.
 */
@RequiresProgram("consul")
class ConsulRegistrarTests extends ConsulRegistrarContract {

	@RegisterExtension
	private static final ProxiedConsul consul = new ProxiedAgent();

	ConsulRegistrarTests() {
		super(consul);
	}

}
