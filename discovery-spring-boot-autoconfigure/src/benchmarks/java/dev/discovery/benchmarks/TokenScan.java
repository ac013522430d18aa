package dev.discovery.benchmarks;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The least that a reader of JSON has to do: look at every token once.
 */
public final class TokenScan {

	private static final JsonFactory factory = new JsonFactory();

	private TokenScan() {
	}

	/**
	 * Counts the tokens.
	 * @param json a text
	 * @return their number
	 */
	public static int count(byte[] json) {
		int count = 0;
		try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
			for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
				count++;
			}
		}
		return count;
	}

}
