package dev.discovery.backend.consul;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConsulMetaTests {

	@Test
	void readsBackWhatItHasWritten() {
		Map<String, String> metadata = Map.of("plain", "1", "a.b", "2", "x/y z", "3", "under_score", "4");
		Map<String, String> meta = ConsulMeta.write(metadata);
		assertThat(meta.keySet()).allMatch((key) -> key.matches("[A-Za-z0-9_-]+"));
		assertThat(ConsulMeta.read(new HashMap<>(meta))).isEqualTo(metadata);
	}

	@Test
	void keepsToTheLengthOfAValueHoweverManyNamesThereAre() {
		Map<String, String> metadata = new TreeMap<>();
		for (int i = 0; i < 40; i++) {
			metadata.put("a.rather.long.name.of.a.metadata.entry." + i, "value");
		}
		Map<String, String> meta = ConsulMeta.write(metadata);
		assertThat(meta.values()).allMatch((value) -> value.length() <= 512);
		assertThat(meta).containsKeys("discovery-keys", "discovery-keys-2");
		assertThat(ConsulMeta.read(new HashMap<>(meta))).isEqualTo(metadata);
	}

	@Test
	void leavesTheKeysOfOthersAlone() {
		assertThat(ConsulMeta.read(Map.of("management_port", "1"))).isEqualTo(Map.of("management_port", "1"));
		assertThat(ConsulMeta.read(null)).isEmpty();
	}

}
