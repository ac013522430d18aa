package dev.discovery.backend.consul;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.RegistryJson;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Exchanges;
import dev.discovery.testkit.HostileEntries;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ConsulHostileEntriesTests extends HostileEntries {

	private final VirtualTime time = new VirtualTime();

	@Override
	protected Result read(Entry entry) {
		return read(Map.of(), entry, Entry.GOOD);
	}

	private Result read(Map<String, String> meta, Entry... entries) {
		Exchanges exchanges = new Exchanges();
		ConsulDialect dialect = new ConsulDialect(
				new BackendRuntime("consul", this.time, this.time, Randomness.seeded(1), exchanges),
				ConsulSide.READING);
		List<Supplier<HealthEntry>> answer = Stream.of(entries)
			.<Supplier<HealthEntry>>map((entry) -> () -> RegistryJson
				.convert(new JsonMapper().readTree(json(entry, meta)), HealthEntry.class))
			.toList();
		return new Result(dialect.instances("orders", answer), exchanges.dropped());
	}

	private static String json(Entry entry, Map<String, String> more) {
		Map<String, String> meta = new HashMap<>(ConsulMeta.write(entry.metadata()));
		meta.putAll(more);
		return RegistryJson.write(Map.of("Node", Map.of("Node", "n-" + entry.id(), "Address", "10.0.0.200"), "Service",
				Map.of("ID", entry.id(), "Address", entry.host(), "Port", entry.port(), "Meta", meta), "Checks",
				List.of()));
	}

	@Test
	void staysSecureWhateverTheMetadataSay() {
		Result result = read(Map.of("secure", "true", "scheme", "http"), Entry.GOOD);
		assertThat(result.instances()).singleElement().returns(true, Instance::isSecure);
		assertThat(result.instances().get(0).getUri()).hasScheme("https");
	}

}
