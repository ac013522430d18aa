package dev.discovery.backend.consul;

import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.ConsulApi;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract of registering, over a real agent beside the test.
 */
@RequiresProgram("consul")
class ConsulRegistrarTests extends ConsulRegistrarContract {

	private static ConsulAgent agent;

	private static TcpProxy proxy;

	@BeforeAll
	static void startAgent() {
		agent = ConsulAgent.dev().start();
		proxy = TcpProxy.to(agent.port());
	}

	@AfterAll
	static void stopAgent() {
		proxy.close();
		agent.close();
	}

	@Override
	ConsulApi api() {
		return agent.api();
	}

	@Override
	TcpProxy proxy() {
		return proxy;
	}

}
