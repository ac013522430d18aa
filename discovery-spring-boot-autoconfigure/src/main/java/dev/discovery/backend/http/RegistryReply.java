package dev.discovery.backend.http;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.discovery.backend.BackendException;
import org.jspecify.annotations.Nullable;

/**
 * A registry's complete answer, within the limits of size. Immutable.
 */
public final class RegistryReply {

	private final RegistryRequest request;

	private final int status;

	private final HttpHeaders headers;

	private final Bytes body;

	RegistryReply(RegistryRequest request, int status, HttpHeaders headers, Bytes body) {
		this.request = request;
		this.status = status;
		this.headers = headers;
		this.body = body;
	}

	/**
	 * The HTTP status.
	 * @return 200 to 299, or one that the request accepts
	 */
	public int status() {
		return this.status;
	}

	/**
	 * A header.
	 * @param name its name, in any case
	 * @return its first value, or null if it isn't there
	 */
	public @Nullable String header(String name) {
		return this.headers.firstValue(name).orElse(null);
	}

	/**
	 * The body as text.
	 * @return the text, read as UTF-8
	 */
	public String text() {
		return new String(this.body.array(), 0, this.body.length(), StandardCharsets.UTF_8);
	}

	/**
	 * The body as JSON.
	 * @param type what to read it into; properties that it doesn't have are ignored
	 * @param <T> the type
	 * @return the value, never null
	 * @throws BackendException of the kind INVALID, if it isn't JSON of that shape, or
	 * goes beyond the limits
	 */
	public <T> T json(Class<T> type) {
		return RegistryJson.read(this.body, type, this.request);
	}

	/**
	 * The body as JSON of a type that has an argument.
	 * @param type what to read it into
	 * @param argument the type's argument
	 * @param <T> the type with its argument
	 * @return the value, never null
	 * @throws BackendException of the kind INVALID, if it isn't JSON of that shape, or
	 * goes beyond the limits
	 */
	public <T> T json(Class<?> type, Class<?> argument) {
		return RegistryJson.read(this.body, type, argument, this.request);
	}

	/**
	 * The body as a JSON array whose elements are read one by one, when they are asked
	 * for, so that a bad one doesn't spoil the others.
	 * @param type what to read each element into
	 * @param <T> the type
	 * @return the elements; asking for one that isn't of that shape throws
	 * @throws BackendException of the kind INVALID, if the body isn't a JSON array, or
	 * goes beyond the limits
	 */
	public <T> List<JsonElement<T>> jsonElements(Class<T> type) {
		return RegistryJson.readElements(this.body, type, this.request);
	}

	@Override
	public String toString() {
		return this.request + " -> " + this.status;
	}

}
