package dev.discovery.trust;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import dev.discovery.model.Instance;

/**
 * What a signature stands for: how an instance is called, and until when. Neither its
 * health nor the rest of its metadata, which change without its doing.
 */
final class SignedContent {

	static final String SIGNATURE = "discovery.signature";

	static final String KEY = "discovery.signature-key";

	static final String EXPIRES = "discovery.signature-expires";

	private SignedContent() {
	}

	/**
	 * One line each: no field can hold a line break. Registries change the case of names,
	 * which means the same to them.
	 */
	static byte[] of(Instance instance, long expires) {
		return String
			.join("\n", "discovery-signature-1", instance.getInstanceId(),
					instance.getServiceId().toLowerCase(Locale.ROOT), instance.getHost().toLowerCase(Locale.ROOT),
					Integer.toString(instance.getPort()), instance.getScheme(), Long.toString(expires))
			.getBytes(StandardCharsets.UTF_8);
	}

}
