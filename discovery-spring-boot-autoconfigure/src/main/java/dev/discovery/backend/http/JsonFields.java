package dev.discovery.backend.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;

/**
 * The fields of an object, one after another, straight from the text. The value of each
 * is asked for once, as what it should be, or skipped. What isn't of that shape throws a
 * {@link DatabindException}; a number or a truth may stand in a text, as in Jackson's own
 * reading of records.
 */
public final class JsonFields {

	/** Most lists are short. */
	private static final int FEW = 4;

	private final JsonParser parser;

	private final DeserializationContext context;

	JsonFields(JsonParser parser, DeserializationContext context) {
		this.parser = parser;
		this.context = context;
	}

	/**
	 * The name of the next field.
	 * @return the name, or null at the end of the object
	 */
	public @Nullable String next() {
		String name = this.parser.nextName();
		if (name != null) {
			this.parser.nextToken();
		}
		return name;
	}

	/**
	 * Passes over the value, whatever it is.
	 */
	public void skip() {
		this.parser.skipChildren();
	}

	/**
	 * The value as a text.
	 * @return the text, null for null
	 * @throws JacksonException if it is an object or an array
	 */
	public @Nullable String text() {
		JsonToken token = this.parser.currentToken();
		if (token == JsonToken.VALUE_STRING) {
			return this.parser.getString();
		}
		if (token == JsonToken.VALUE_NULL) {
			return null;
		}
		return token.isScalarValue() ? this.parser.getValueAsString() : mismatch("a text");
	}

	/**
	 * The value as a whole number.
	 * @return the number, null for null
	 * @throws JacksonException if it is anything else
	 */
	public @Nullable Integer number() {
		if (this.parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
			return value(Integer.class);
		}
		return (this.parser.getNumberType() == NumberType.INT) ? Integer.valueOf(this.parser.getIntValue())
				: mismatch("so small a number");
	}

	/**
	 * The value as true or false.
	 * @return which, null for null
	 * @throws JacksonException if it is anything else
	 */
	public @Nullable Boolean flag() {
		JsonToken token = this.parser.currentToken();
		String text = (token == JsonToken.VALUE_STRING) ? this.parser.getString() : null;
		if (token == JsonToken.VALUE_TRUE || "true".equals(text)) {
			return Boolean.TRUE;
		}
		if (token == JsonToken.VALUE_FALSE || "false".equals(text)) {
			return Boolean.FALSE;
		}
		return value(Boolean.class);
	}

	/**
	 * The value as Jackson reads it: for what there is little of.
	 * @param type what to read it into
	 * @param <T> the same
	 * @return the value, null for null
	 * @throws JacksonException if it isn't of that shape
	 */
	public <T> @Nullable T value(Class<T> type) {
		return (this.parser.currentToken() != JsonToken.VALUE_NULL) ? this.context.readValue(this.parser, type) : null;
	}

	/**
	 * The value as an object.
	 * @param shape reads its fields to the end
	 * @param <T> what it is read into
	 * @return what came of it, null for null
	 * @throws JacksonException if it is anything else
	 */
	public <T> @Nullable T object(Function<JsonFields, T> shape) {
		return begins(JsonToken.START_OBJECT) ? shape.apply(this) : null;
	}

	/**
	 * The value as an object whose values are texts.
	 * @return the texts by the fields' names, null for null
	 * @throws JacksonException if it is anything else
	 */
	public @Nullable Map<String, @Nullable String> texts() {
		return map(JsonFields::text);
	}

	/**
	 * The value as an object whose fields are of one shape and may have any name.
	 * @param value reads the value of a field
	 * @param <T> what it is read into
	 * @return the values by the fields' names, null for null
	 * @throws JacksonException if it is anything else
	 */
	public <T extends @Nullable Object> @Nullable Map<String, T> map(Function<JsonFields, T> value) {
		if (!begins(JsonToken.START_OBJECT)) {
			return null;
		}
		Map<String, T> map = new HashMap<>();
		for (String name = next(); name != null; name = next()) {
			map.put(name, value.apply(this));
		}
		return map;
	}

	/**
	 * The value as an array.
	 * @param element reads an element as it would a field's value
	 * @param <T> what each is read into
	 * @return a list of them, null for null
	 * @throws JacksonException if it is anything else
	 */
	public <T extends @Nullable Object> @Nullable List<T> list(Function<JsonFields, T> element) {
		if (!begins(JsonToken.START_ARRAY)) {
			return null;
		}
		List<T> list = new ArrayList<>(FEW);
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			list.add(element.apply(this));
		}
		return list;
	}

	/**
	 * The first element of an array, where the others don't matter.
	 * @param element reads it as it would a field's value
	 * @param <T> what it is read into
	 * @return that, null if there is none
	 * @throws JacksonException if the value is anything else than an array or null
	 */
	public <T> @Nullable T first(Function<JsonFields, @Nullable T> element) {
		if (!begins(JsonToken.START_ARRAY) || this.parser.nextToken() == JsonToken.END_ARRAY) {
			return null;
		}
		T first = element.apply(this);
		while (this.parser.nextToken() != JsonToken.END_ARRAY) {
			skip();
		}
		return first;
	}

	/**
	 * The value as an array of objects.
	 * @param shape reads the fields of one to the end
	 * @param <T> what each is read into
	 * @return a list of them, null for null
	 * @throws JacksonException if it is anything else
	 */
	public <T> @Nullable List<T> objects(Function<JsonFields, T> shape) {
		return list((element) -> required(object(shape), "in a list"));
	}

	/**
	 * The value of one field, where the others don't matter.
	 * @param wanted its name
	 * @param value reads it
	 * @param <T> what it is read into
	 * @return the value, null if there is no such field
	 */
	public <T> @Nullable T only(String wanted, Function<JsonFields, @Nullable T> value) {
		T found = null;
		for (String name = next(); name != null; name = next()) {
			if (name.equals(wanted)) {
				found = value.apply(this);
			}
			else {
				skip();
			}
		}
		return found;
	}

	/**
	 * What must be there.
	 * @param value a field's value, or null if there was none
	 * @param name what to call it
	 * @param <T> the type
	 * @return the value
	 * @throws JacksonException if it is null
	 */
	public <T> T required(@Nullable T value, String name) {
		return (value != null) ? value : mismatch(name);
	}

	private boolean begins(JsonToken expected) {
		JsonToken token = this.parser.currentToken();
		if (token != expected && token != JsonToken.VALUE_NULL) {
			mismatch((expected == JsonToken.START_ARRAY) ? "an array" : "an object");
		}
		return token == expected;
	}

	<T> T mismatch(String wanted) {
		return this.context.reportInputMismatch(Object.class, "There is not %s", wanted);
	}

}
