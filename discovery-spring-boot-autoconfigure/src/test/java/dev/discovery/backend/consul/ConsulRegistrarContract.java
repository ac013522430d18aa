package dev.discovery.backend.consul;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.ServiceRegistrarContractTests;
import dev.discovery.backend.consul.ConsulRegistration.Check;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/**
 * The contract, over a real agent, looked at by plain HTTP.
 */
abstract class ConsulRegistrarContract extends ServiceRegistrarContractTests {

	private static final Duration TTL = Duration.ofSeconds(2);

	private final ProxiedConsul consul;

	private ConsulSide side;

	ConsulRegistrarContract(ProxiedConsul consul) {
		this.consul = consul;
	}

	@BeforeEach
	void open() {
		URI url = this.consul.reset();
		await(() -> registered("orders").isEmpty());
		this.side = ConsulSide.at(url)
			.registration(ConsulSide.registration(new Check.Ttl(TTL, Duration.ofMillis(500))))
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
		return this.consul.api()
			.get("/v1/health/service/" + serviceId)
			.valueStream()
			.map((entry) -> instance(serviceId, entry))
			.toList();
	}

	private static Instance instance(String serviceId, JsonNode entry) {
		JsonNode service = entry.get("Service");
		boolean passing = entry.get("Checks")
			.valueStream()
			.allMatch((check) -> check.get("Status").asString().equals("passing"));
		return Instance.builder(serviceId, service.get("Address").asString(), service.get("Port").asInt())
			.instanceId(service.get("ID").asString())
			.metadata(Map.of("version", service.at("/Meta/version").asString()))
			.health(passing ? Health.UP : Health.DOWN)
			.build();
	}

	@Override
	protected void breakRegistry() {
		this.consul.cut();
	}

	@Override
	protected void mendRegistry() {
		this.consul.mend();
	}

	/**
	 * The agent forgets at once and tells the catalog a moment later, or never if it is
	 * told again before.
	 */
	@Override
	protected void forget(Instance instance) {
		long told = this.side.exchanges.count("put success");
		this.consul.api().deregister(instance.getInstanceId());
		await(() -> registered(instance.getServiceId()).isEmpty() || this.side.exchanges.count("put success") > told);
	}

	@Override
	protected void crash() {
		this.side.crash();
	}

	@Override
	protected void settle() {
		Patience.pass(TTL.plusMillis(200));
	}

}
