package dev.discovery.backend.http;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * A part of an answer that is read straight from the text. One that isn't of the shape
 * that it should have is left as it is, so that it doesn't spoil the others. Immutable.
 *
 * @param <T> what it is read into
 */
@JsonDeserialize(using = JsonElementReader.class)
public final class JsonElement<T> implements Supplier<T> {

	private final @Nullable T value;

	private final @Nullable JsonNode odd;

	JsonElement(@Nullable T value, @Nullable JsonNode odd) {
		this.value = value;
		this.odd = odd;
	}

	/**
	 * What it was read into.
	 * @return the value, null if it isn't of that shape
	 */
	public @Nullable T value() {
		return this.value;
	}

	/**
	 * What it was read into.
	 * @return the value
	 * @throws IllegalArgumentException if it isn't of that shape
	 */
	@Override
	public T get() {
		if (this.value == null) {
			throw new IllegalArgumentException("it has another shape");
		}
		return this.value;
	}

	/**
	 * What stands there instead.
	 * @return the JSON, null if it is of the right shape
	 */
	public @Nullable JsonNode odd() {
		return this.odd;
	}

}
