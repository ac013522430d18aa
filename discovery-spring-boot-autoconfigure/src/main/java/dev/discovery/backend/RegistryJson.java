package dev.discovery.backend;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import dev.discovery.backend.BackendException.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as registries speak it, read within limits that a bomb can't pass: 100 levels, 5
 * million tokens, a million characters in one string.
 */
public final class RegistryJson {

	private static final JsonMapper mapper = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(100)
				.maxTokenCount(5_000_000)
				.maxStringLength(1_000_000)
				.maxNameLength(10_000)
				.maxNumberLength(100)
				.build())
			.build())
		.build();

	private RegistryJson() {
	}

	/**
	 * Writes a value.
	 * @param value a record, a map, a list, or anything else that Jackson can write
	 * @return the JSON
	 */
	public static String write(Object value) {
		return mapper.writeValueAsString(value);
	}

	/**
	 * Reads a part of an answer that was left as it is.
	 * @param node the part
	 * @param type what to read it into
	 * @param <T> the type
	 * @return the value
	 * @throws JacksonException if it isn't of that shape
	 */
	public static <T> T convert(JsonNode node, Class<T> type) {
		return mapper.treeToValue(node, type);
	}

	static <T> List<Supplier<T>> readElements(Bytes body, Class<T> type, RegistryRequest request) {
		JsonNode[] elements = read(body, JsonNode[].class, request);
		return Arrays.stream(elements).<Supplier<T>>map((element) -> () -> mapper.treeToValue(element, type)).toList();
	}

	/**
	 * Says where it went wrong and not what stands there: that is the registry's text.
	 */
	static <T> T read(Bytes body, Class<T> type, RegistryRequest request) {
		try {
			T value = mapper.readValue(body.array(), 0, body.length(), type);
			if (value != null) {
				return value;
			}
			throw new BackendException(Kind.INVALID, request + ": the answer is null");
		}
		catch (JacksonException ex) {
			TokenStreamLocation location = ex.getLocation();
			String where = (location != null)
					? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
			throw new BackendException(Kind.INVALID, request + ": the answer is not the JSON that was expected" + where
					+ ": " + ex.getClass().getSimpleName());
		}
	}

}
