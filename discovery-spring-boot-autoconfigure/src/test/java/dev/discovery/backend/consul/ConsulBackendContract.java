package dev.discovery.backend.consul;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceBackendContractTests;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.TcpProxy;
import dev.discovery.testkit.ConsulApi;
import org.junit.jupiter.api.AfterEach;

/**
 * The contract, over whatever runs a real agent. What is put is put into the catalog, as
 * if it was registered with other agents.
 */
abstract class ConsulBackendContract extends ServiceBackendContractTests {

	private static final String NODE = "elsewhere";

	private ConsulSide side;

	abstract ConsulApi api();

	abstract TcpProxy proxy();

	@Override
	protected ServiceBackend open() {
		proxy().up();
		api().unregisterAll();
		this.side = ConsulSide.at(proxy().url()).reading(ConsulSide.PATIENT_READING).open();
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
		api().registerInCatalog("""
				{"Node": "%s", "Address": "10.9.9.9", "SkipNodeUpdate": true,
				"Service": {"ID": "%s", "Service": "%s", "Address": "%s", "Port": %d, "Meta": {%s}},
				"Check": {"CheckID": "service:%s", "Name": "its check", "ServiceID": "%s", "Status": "%s"}}"""
			.formatted(NODE, id, instance.getServiceId(), instance.getHost(), instance.getPort(), meta, id, id,
					(instance.getHealth() == Health.UP) ? "passing" : "critical"));
	}

	@Override
	protected void remove(Instance instance) {
		api().deregisterFromCatalog(NODE, instance.getInstanceId());
	}

	@Override
	protected void breakRegistry() {
		proxy().down();
	}

	@Override
	protected void mendRegistry() {
		proxy().up();
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
