package dev.discovery.backend.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.model.Health;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JsonObject}.
 */
class JsonObjectTests {

	@Test
	void writesFieldsInTheirOrder() {
		assertThat(new JsonObject().with("b", "x").with("a", 1).with("c", true))
			.hasToString("{\"b\":\"x\",\"a\":1,\"c\":true}");
	}

	@Test
	void leavesOutWhatIsNull() {
		assertThat(new JsonObject().with("a", null).with("b", new JsonObject().with("c", null)))
			.hasToString("{\"b\":{}}");
	}

	@Test
	void writesObjectsAndCollectionsAndMapsWithin() {
		Map<String, String> map = new LinkedHashMap<>();
		map.put("zone", "a");
		map.put("none", null);
		assertThat(new JsonObject().with("tags", List.of("x", "y"))
			.with("of", List.of(new JsonObject().with("n", 1L)))
			.with("meta", map)
			.with("health", Health.UP)).hasToString(
					"{\"tags\":[\"x\",\"y\"],\"of\":[{\"n\":1}],\"meta\":{\"zone\":\"a\",\"none\":null},\"health\":\"UP\"}");
	}

	@Test
	void refusesWhatItHasNoJsonFor() {
		assertThatIllegalArgumentException().isThrownBy(() -> new JsonObject().with("a", 1.5).toString())
			.withMessage("no JSON is known for a java.lang.Double");
	}

	@Test
	void letsNoTextBecomeAnythingElse() {
		String text = "\",\"x\":\"\\\n\u0001é\uD83D\uDE00";
		String json = new JsonObject().with(text, text).toString();
		assertThat(RegistryJson.read(json.getBytes(StandardCharsets.UTF_8), Map.class)).isEqualTo(Map.of(text, text));
	}

}
