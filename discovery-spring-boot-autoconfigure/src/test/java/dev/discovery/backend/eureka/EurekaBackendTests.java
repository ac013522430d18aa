package dev.discovery.backend.eureka;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceBackendContractTests;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.testkit.RequiresEurekaServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The contract of reading, over a real server beside the test.
 */
@RequiresEurekaServer
class EurekaBackendTests extends ServiceBackendContractTests {

	private static final EurekaReading READING = new EurekaReading(Duration.ofMillis(100), List.of());

	private static final Registrations REGISTRATIONS = new Registrations(EurekaRegistration.DEFAULT);

	@RegisterExtension
	private static final ProxiedServer server = new ProxiedServer();

	private EurekaSide side;

	@Override
	protected ServiceBackend open() {
		this.side = EurekaSide.at(server.reset()).reading(READING).open();
		return this.side.backend;
	}

	@AfterEach
	void closeSide() {
		this.side.close();
	}

	@Override
	protected void put(Instance instance) {
		String status = (instance.getHealth() == Health.UP) ? "UP" : "DOWN";
		server.api().register(app(instance), REGISTRATIONS.info(instance, status).toString());
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
		server.cut();
	}

	@Override
	protected void mendRegistry() {
		server.mend();
	}

}
