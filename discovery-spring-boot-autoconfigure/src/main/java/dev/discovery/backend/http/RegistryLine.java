package dev.discovery.backend.http;

import dev.discovery.backend.BackendException;

/**
 * A line of a stream, within the limits of size. Immutable.
 */
public final class RegistryLine {

	private final RegistryRequest request;

	private final Bytes bytes;

	RegistryLine(RegistryRequest request, Bytes bytes) {
		this.request = request;
		this.bytes = bytes;
	}

	/**
	 * The line as JSON.
	 * @param type what to read it into; properties that it doesn't have are ignored
	 * @param <T> the type
	 * @return the value, never null
	 * @throws BackendException of the kind INVALID, if it isn't JSON of that shape, or
	 * goes beyond the limits
	 */
	public <T> T json(Class<T> type) {
		return RegistryJson.read(this.bytes, type, this.request);
	}

}
