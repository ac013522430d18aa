package dev.discovery.backend.consul;

import java.net.URI;

import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.ConsulApi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.consul.ConsulContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/**
 * The contract of registering, over an agent of a recent version in a container.
 */
@Testcontainers(disabledWithoutDocker = true)
class ConsulRegistrarContainerTests extends ConsulRegistrarContract {

	@Container
	private static final ConsulContainer CONSUL = new ConsulContainer("hashicorp/consul:1.21");

	private static TcpProxy proxy;

	@BeforeAll
	static void openProxy() {
		proxy = TcpProxy.to(CONSUL.getMappedPort(8500));
	}

	@AfterAll
	static void closeProxy() {
		proxy.close();
	}

	@Override
	ConsulApi api() {
		return new ConsulApi(URI.create("http://" + CONSUL.getHost() + ":" + CONSUL.getMappedPort(8500)), null);
	}

	@Override
	TcpProxy proxy() {
		return proxy;
	}

}
