package dev.discovery.backend.http;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Replies that came over no wire.
 */
public final class ParsedReply {

	private static final RegistryRequest REQUEST = RegistryRequest.get(URI.create("http://localhost/"));

	private static final HttpHeaders HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

	private ParsedReply() {
	}

	/**
	 * A reply.
	 * @param json its body
	 * @return the reply
	 */
	public static RegistryReply of(byte[] json) {
		Bytes bytes = new Bytes(json.length, json.length);
		bytes.add(ByteBuffer.wrap(json));
		return new RegistryReply(REQUEST, 200, HEADERS, bytes);
	}

}
