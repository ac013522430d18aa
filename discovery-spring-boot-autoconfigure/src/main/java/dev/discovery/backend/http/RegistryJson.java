package dev.discovery.backend.http;

import java.util.List;
import java.util.function.Supplier;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as registries speak it, read within limits that a bomb can't pass: 100 levels, 5
 * million tokens, a million characters in one string.
 */
public final class RegistryJson {

	private static final JsonMapper mapper = JsonMapper
		.builder(JsonFactory.builder()
			.enable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
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
	 * Writes a value, whose class Jackson looks into first; a {@link JsonObject} is
	 * written without that.
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

	/**
	 * Reads a text.
	 * @param json the JSON
	 * @param type what to read it into
	 * @param <T> the type
	 * @return the value
	 * @throws JacksonException if it isn't of that shape, or no JSON
	 */
	public static <T> @Nullable T read(byte[] json, Class<T> type) {
		return mapper.readValue(json, type);
	}

	/**
	 * Reads an array element by element. One that isn't of the shape doesn't spoil the
	 * others; what isn't JSON spoils them all.
	 */
	static <T> List<JsonElement<T>> readElements(Bytes body, Class<T> type, RegistryRequest request) {
		JavaType element = mapper.getTypeFactory().constructParametricType(JsonElement.class, type);
		return read(body, mapper.getTypeFactory().constructCollectionType(List.class, element), request);
	}

	/**
	 * Says where it went wrong and not what stands there: that is the registry's text.
	 */
	static <T> T read(Bytes body, Class<T> type, RegistryRequest request) {
		return read(body, mapper.constructType(type), request);
	}

	/**
	 * The same for a type that has another one as its argument.
	 */
	static <T> T read(Bytes body, Class<?> type, Class<?> argument, RegistryRequest request) {
		return read(body, mapper.getTypeFactory().constructParametricType(type, argument), request);
	}

	private static <T> T read(Bytes body, JavaType type, RegistryRequest request) {
		ObjectReader reader = mapper.readerFor(type).withAttribute(JsonElementReader.BYTES, body.array());
		T value = guarded(request, () -> reader.readValue(body.array(), 0, body.length()));
		if (value == null) {
			throw new BackendException(Kind.INVALID, request + ": the answer is null");
		}
		return value;
	}

	private static <T extends @Nullable Object> T guarded(RegistryRequest request, Supplier<T> reading) {
		try {
			return reading.get();
		}
		catch (JacksonException ex) {
			throw invalid(request, ex.getLocation(), ex.getClass().getSimpleName());
		}
	}

	private static BackendException invalid(RegistryRequest request, @Nullable TokenStreamLocation location,
			String what) {
		String where = (location != null)
				? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
		return new BackendException(Kind.INVALID,
				request + ": the answer is not the JSON that was expected" + where + ": " + what);
	}

}
