package dev.discovery.backend.eureka;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.ServiceRegistrarContractTests;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.RequiresEurekaServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The contract of registering, over a real server, looked at by plain HTTP.
 */
@RequiresEurekaServer
class EurekaRegistrarTests extends ServiceRegistrarContractTests {

	private static final Duration LEASE = Duration.ofSeconds(1);

	@RegisterExtension
	private static final ProxiedServer server = new ProxiedServer();

	private EurekaSide side;

	@BeforeEach
	void open() {
		this.side = EurekaSide.at(server.reset())
			.registration(EurekaSide.registration(Duration.ofMillis(500), LEASE))
			.open();
	}

	@AfterEach
	void closeSide() {
		this.side.close();
	}

	@Override
	protected ServiceRegistrar registrar() {
		return this.side.registrar;
	}

	@Override
	protected List<Instance> registered(String serviceId) {
		return server.api()
			.instances(serviceId.toUpperCase(Locale.ROOT))
			.stream()
			.map((node) -> instance(serviceId, node))
			.toList();
	}

	private static Instance instance(String serviceId, JsonNode node) {
		return Instance.builder(serviceId, node.get("hostName").asString(), node.at("/port/$").asInt())
			.instanceId(node.get("instanceId").asString())
			.metadata(Map.of("version", node.at("/metadata/version").asString()))
			.health(Health.parse(node.get("status").asString()))
			.build();
	}

	@Override
	protected void breakRegistry() {
		server.cut();
	}

	@Override
	protected void mendRegistry() {
		server.mend();
	}

	@Override
	protected void forget(Instance instance) {
		assertThat(server.api().deregister("ORDERS", instance.getInstanceId())).isTrue();
	}

	@Override
	protected void crash() {
		this.side.crash();
	}

	/**
	 * The server makes twice as much of a lease, and looks every second.
	 */
	@Override
	protected void settle() {
		Patience.pass(LEASE.multipliedBy(3).plusMillis(200));
	}

}
