package dev.discovery.backend.consul;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceBackendContractTests;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.junit.jupiter.api.AfterEach;

/**
 * The contract, over whatever runs a real agent. What is put is put into the catalog, as
 * if it was registered with other agents.
 */
abstract class ConsulBackendContract extends ServiceBackendContractTests {

	private static final String NODE = "elsewhere";

	private final ProxiedConsul consul;

	private ConsulSide side;

	ConsulBackendContract(ProxiedConsul consul) {
		this.consul = consul;
	}

	@Override
	protected ServiceBackend open() {
		this.side = ConsulSide.at(this.consul.reset()).reading(ConsulSide.PATIENT_READING).open();
		return this.side.backend;
	}

	@AfterEach
	void closeSide() {
		this.side.close();
	}

	@Override
	protected void put(Instance instance) {
		String secure = instance.isSecure() ? "true" : "false";
		String meta = Stream
			.concat(instance.getMetadata().entrySet().stream().map((entry) -> entry.getKey() + "=" + entry.getValue()),
					Stream.of("secure=" + secure))
			.map((entry) -> "\"" + entry.replace("=", "\":\"") + "\"")
			.collect(Collectors.joining(","));
		String id = instance.getInstanceId();
		this.consul.api()
			.registerInCatalog("""
					{"Node": "%s", "Address": "10.9.9.9", "SkipNodeUpdate": true,
					"Service": {"ID": "%s", "Service": "%s", "Address": "%s", "Port": %d, "Meta": {%s}},
					"Check": {"CheckID": "service:%s", "Name": "its check", "ServiceID": "%s", "Status": "%s"}}"""
				.formatted(NODE, id, instance.getServiceId(), instance.getHost(), instance.getPort(), meta, id, id,
						(instance.getHealth() == Health.UP) ? "passing" : "critical"));
	}

	@Override
	protected void remove(Instance instance) {
		this.consul.api().deregisterFromCatalog(NODE, instance.getInstanceId());
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
	 * Consul's servers are a service themselves.
	 */
	@Override
	protected void awaitNames(String... names) {
		Set<String> all = Stream.concat(Stream.of("consul"), Stream.of(names)).collect(Collectors.toSet());
		await(() -> all.equals(this.recorder.names()));
	}

}
