package dev.discovery.backend.http;

import java.io.StringWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON object to be sent: its fields as they are named, one after another, without
 * those that are null. Nothing has to be found out about classes first, which would take
 * longer than all the rest of an application's first registration.
 */
public final class JsonObject {

	private static final JsonFactory factory = new JsonFactory();

	private final Map<String, Object> fields = new LinkedHashMap<>();

	/**
	 * Adds a field.
	 * @param name its name
	 * @param value a text, an enum, a whole number, a truth, an object, or a collection
	 * or a map of such; null for no such field
	 * @return this object
	 */
	public JsonObject with(String name, @Nullable Object value) {
		if (value != null) {
			this.fields.put(name, value);
		}
		return this;
	}

	/**
	 * The text.
	 * @throws IllegalArgumentException if a value is anything else than these
	 */
	@Override
	public String toString() {
		StringWriter text = new StringWriter();
		try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), text)) {
			write(json, this.fields);
		}
		return text.toString();
	}

	private static void write(JsonGenerator json, @Nullable Object value) {
		if (value instanceof JsonObject object) {
			write(json, object.fields);
		}
		else if (value instanceof Map<?, ?> map) {
			json.writeStartObject();
			map.forEach((name, field) -> {
				json.writeName(String.valueOf(name));
				write(json, field);
			});
			json.writeEndObject();
		}
		else if (value instanceof Collection<?> values) {
			json.writeStartArray();
			values.forEach((element) -> write(json, element));
			json.writeEndArray();
		}
		else if (value instanceof Boolean truth) {
			json.writeBoolean(truth);
		}
		else if (value instanceof Integer || value instanceof Long) {
			json.writeNumber(((Number) value).longValue());
		}
		else if (value == null) {
			json.writeNull();
		}
		else if (value instanceof String || value instanceof Enum<?>) {
			json.writeString(value.toString());
		}
		else {
			throw new IllegalArgumentException("no JSON is known for a " + value.getClass().getName());
		}
	}

}
