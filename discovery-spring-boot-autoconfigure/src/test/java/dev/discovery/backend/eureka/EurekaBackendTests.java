package dev.discovery.backend.eureka;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import dev.discovery.backend.RegistryJson;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceBackendContractTests;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.EurekaServer;
import dev.discovery.testkit.RequiresEurekaServer;
import dev.discovery.testkit.SharedEurekaServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of reading, over a real server beside the test.
 */
@RequiresEurekaServer
@ExtendWith(SharedEurekaServer.class)
class EurekaBackendTests extends ServiceBackendContractTests {

	private static final EurekaReading READING = new EurekaReading(Duration.ofMillis(100), List.of());

	private static final Registrations REGISTRATIONS = new Registrations(EurekaRegistration.DEFAULT);

	private static EurekaServer server;

	private static TcpProxy proxy;

	private EurekaSide side;

	@BeforeAll
	static void openWay(EurekaServer shared) {
		server = shared;
		proxy = TcpProxy.to(server.port());
	}

	@AfterAll
	static void closeWay() {
		proxy.close();
	}

	@Override
	protected ServiceBackend open() {
		proxy.up();
		server.api().unregisterAll();
		this.side = EurekaSide.at(proxy.url().resolve("/eureka")).reading(READING).open();
		return this.side.backend;
	}

	@AfterEach
	void closeSide() {
		this.side.close();
	}

	@Override
	protected void put(Instance instance) {
		String status = (instance.getHealth() == Health.UP) ? "UP" : "DOWN";
		server.api().register(app(instance), RegistryJson.write(REGISTRATIONS.info(instance, status)));
	}

	@Override
	protected void remove(Instance instance) {
		server.api().deregister(app(instance), instance.getInstanceId());
	}

	private static String app(Instance instance) {
		return instance.getServiceId().toUpperCase(Locale.ROOT);
	}

	@Override
	protected void breakRegistry() {
		proxy.down();
	}

	@Override
	protected void mendRegistry() {
		proxy.up();
	}

}
