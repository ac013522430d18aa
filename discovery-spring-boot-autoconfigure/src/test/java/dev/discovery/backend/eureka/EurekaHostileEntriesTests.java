package dev.discovery.backend.eureka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.RegistryJson;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Exchanges;
import dev.discovery.testkit.HostileEntries;
import dev.discovery.testkit.TestTrust;
import dev.discovery.time.Randomness;
import dev.discovery.trust.SignaturePolicy.Mode;
import dev.discovery.trust.Trust;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class EurekaHostileEntriesTests extends HostileEntries {

	private final VirtualTime time = new VirtualTime();

	@Override
	protected Result read(Entry entry) {
		return read(false, entry, Entry.GOOD);
	}

	private Result read(boolean secure, Entry... entries) {
		Exchanges exchanges = new Exchanges();
		ReplyEntries reply = new ReplyEntries(
				new BackendRuntime("eureka", this.time, this.time, Randomness.seeded(1), exchanges));
		List<Map<String, Object>> instances = Stream.of(entries).map((entry) -> json(entry, secure)).toList();
		List<RegistryCopy.Entry> read = reply.of(reply(instances));
		// each keeps its place, or the counts would no longer agree with the server's
		assertThat(read).hasSize(entries.length);
		return new Result(read.stream().map(RegistryCopy.Entry::instance).filter(Objects::nonNull).toList(),
				exchanges.dropped());
	}

	private static ApplicationsReply reply(List<Map<String, Object>> instances) {
		String json = RegistryJson.write(Map.of("applications",
				Map.of("application", List.of(Map.of("name", "ORDERS", "instance", instances)))));
		return RegistryJson.convert(new JsonMapper().readTree(json), ApplicationsReply.class);
	}

	private static Map<String, Object> json(Entry entry, boolean secure) {
		Map<String, Object> port = Map.of("$", entry.port(), "@enabled", Boolean.toString(!secure));
		Map<String, String> metadata = new HashMap<>(entry.metadata());
		metadata.put("@class", "com.sun.rowset.JdbcRowSetImpl");
		return Map.of("instanceId", entry.id(), "hostName", entry.host(), "status", "UP", "port", port, "securePort",
				Map.of("$", entry.port(), "@enabled", Boolean.toString(secure)), "metadata", metadata, "@class",
				"javax.swing.JEditorPane");
	}

	@Test
	void isFoundUnderNoNameThatIsNotSignedWhereSignaturesAreEnforced() {
		Trust trust = TestTrust.signing(Mode.ENFORCE, Duration.ofHours(1), this.time);
		Instance signed = trust.signer().sign(Instance.builder("orders", "10.0.0.1", 8080).instanceId("a").build());
		Entry entry = new Entry("a", "10.0.0.1", 8080, signed.getMetadata());
		Map<String, Object> json = new HashMap<>(json(entry, false));
		json.put("vipAddress", "billing");
		for (boolean enforcing : List.of(true, false)) {
			List<RegistryCopy.Entry> read = new ReplyEntries(new BackendRuntime("eureka", this.time, this.time,
					Randomness.seeded(1), new Exchanges(), enforcing ? trust : Trust.usual()))
				.of(reply(List.of(json)));
			assertThat(read).singleElement().matches((one) -> one.instance() != null);
			assertThat(read.get(0).names()).isEqualTo(enforcing ? Set.of("orders") : Set.of("orders", "billing"));
		}
	}

	@Test
	void staysSecureWhateverTheMetadataSay() {
		Result result = read(true, new Entry("a", "10.0.0.1", 443, Map.of("secure", "false", "scheme", "http")));
		assertThat(result.instances()).singleElement().returns(true, Instance::isSecure);
		assertThat(result.instances().get(0).getUri()).hasScheme("https");
	}

}
