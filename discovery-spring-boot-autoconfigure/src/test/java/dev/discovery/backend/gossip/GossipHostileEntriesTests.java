package dev.discovery.backend.gossip;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.http.RegistryJson;
import dev.discovery.test.VirtualTime;
import dev.discovery.testkit.Exchanges;
import dev.discovery.testkit.HostileEntries;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class GossipHostileEntriesTests extends HostileEntries {

	private static final int LIMIT = 1024;

	private final VirtualTime time = new VirtualTime();

	private final Exchanges exchanges = new Exchanges();

	private final MemberCodec codec = new MemberCodec(
			new BackendRuntime("gossip", this.time, this.time, Randomness.seeded(1), this.exchanges), LIMIT);

	@Override
	protected Result read(Entry entry) {
		Exchanges fresh = new Exchanges();
		MemberCodec codec = new MemberCodec(
				new BackendRuntime("gossip", this.time, this.time, Randomness.seeded(1), fresh), LIMIT);
		List<Map<String, Object>> entries = Stream.of(entry, Entry.GOOD).map(GossipHostileEntriesTests::json).toList();
		return new Result(codec.read(bytes(RegistryJson.write(Map.of("v", 1, "i", entries)))), fresh.dropped());
	}

	private static Map<String, Object> json(Entry entry) {
		return Map.of("s", "orders", "n", entry.id(), "h", entry.host(), "p", entry.port(), "u", "UP", "m",
				entry.metadata());
	}

	private static ByteBuffer bytes(String json) {
		return ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "[]", "{\"i\":7}", "{\"i\":[{\"u\":\"WELL\"}]}", "{\"i\":[{\"m\":[]}]}",
			"{\"i\":[null]}", "{\"i\":[{}]}", "{\"i\":[{\"s\":null,\"h\":\"10.0.0.1\",\"p\":1}]}" })
	void dropsAndCountsWhatIsNoInstance(String said) {
		assertThat(this.codec.read(bytes(said))).isEmpty();
		assertThat(this.exchanges.dropped()).hasSize(1);
	}

	@Test
	void hasNothingToDropWhereNothingIsSaid() {
		assertThat(this.codec.read(ByteBuffer.allocate(0))).isEmpty();
		assertThat(this.codec.read(bytes("{\"v\":2}"))).isEmpty();
		assertThat(this.exchanges.dropped()).isEmpty();
	}

	@Test
	void dropsAndCountsWhatIsTooMuch() {
		assertThat(this.codec.read(bytes(" ".repeat(LIMIT + 1)))).isEmpty();
		assertThat(this.exchanges.dropped()).containsExactly("too_large");
	}

}
