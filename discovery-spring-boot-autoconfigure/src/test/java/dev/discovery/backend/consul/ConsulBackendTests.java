package dev.discovery.backend.consul;

import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The contract of reading, over a real agent beside the test.
 */
@RequiresProgram("consul")
class ConsulBackendTests extends ConsulBackendContract {

	@RegisterExtension
	private static final ProxiedConsul consul = new ProxiedAgent();

	ConsulBackendTests() {
		super(consul);
	}

}
