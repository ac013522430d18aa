package dev.discovery.autoconfigure.kubernetes;

import java.time.Instant;
import java.time.format.DateTimeParseException;

import dev.discovery.autoconfigure.properties.PropertyRules;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A token that an {@link ExecPlugin} has made.
 *
 * @param value the token itself, which no message shows
 * @param end from when on it is of no use
 */
record ExecToken(String value, Instant end) {

	private static final JsonMapper mapper = new JsonMapper();

	/**
	 * Reads an {@code ExecCredential}.
	 * @param output what the program has printed
	 * @throws IllegalStateException if there is no token in it; says why, and nothing of
	 * what stands there
	 */
	static ExecToken read(String output) {
		JsonNode status;
		try {
			status = mapper.readTree(output).path("status");
		}
		catch (JacksonException ex) {
			throw new IllegalStateException("its output is no JSON");
		}
		String value = status.path("token").asString("").strip();
		if (value.isEmpty() || !PropertyRules.isToken(value)) {
			throw new IllegalStateException(status.has("clientCertificateData")
					? "it makes a certificate, and only tokens are supported" : "its output holds no token");
		}
		String end = status.path("expirationTimestamp").asString("");
		try {
			return new ExecToken(value, end.isEmpty() ? Instant.MAX : Instant.parse(end));
		}
		catch (DateTimeParseException ex) {
			throw new IllegalStateException("its output has an expirationTimestamp that is no time");
		}
	}

	boolean endsBefore(Instant moment) {
		return !this.end.isAfter(moment);
	}

	@Override
	public String toString() {
		return "a token until " + this.end;
	}

}
