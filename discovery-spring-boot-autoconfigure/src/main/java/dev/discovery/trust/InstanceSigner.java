package dev.discovery.trust;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Signs this application's own registrations. A signature is good for a time, and is due
 * to be renewed when half of it has passed. Immutable; its text shows no key.
 */
public final class InstanceSigner {

	private final Algorithm algorithm;

	private final String keyId;

	private final Key key;

	private final Duration validity;

	private final InstantSource clock;

	/**
	 * Creates a signer.
	 * @param algorithm how to sign
	 * @param keyId the id under which others know the key
	 * @param key a secret of at least 32 characters, or a private key in PKCS#8 as PEM or
	 * Base64
	 * @param validity how long a signature is good
	 * @param clock the time of day
	 * @throws IllegalArgumentException if it is no such key; says why and not what it is
	 */
	public InstanceSigner(Algorithm algorithm, String keyId, String key, Duration validity, InstantSource clock) {
		this.algorithm = algorithm;
		this.keyId = keyId;
		this.key = algorithm.signingKey(key);
		this.validity = validity;
		this.clock = clock;
	}

	/**
	 * Signs.
	 * @param instance who; a signature that it has already is replaced
	 * @return the same with a signature in its metadata
	 */
	public Instance sign(Instance instance) {
		long expires = this.clock.millis() + this.validity.toMillis();
		Map<String, @Nullable String> metadata = new LinkedHashMap<>(instance.getMetadata());
		metadata.put(SignedContent.SIGNATURE, signature(SignedContent.of(instance, expires)));
		metadata.put(SignedContent.KEY, this.keyId);
		metadata.put(SignedContent.EXPIRES, Long.toString(expires));
		return Instance.builder(instance.getServiceId(), instance.getHost(), instance.getPort())
			.instanceId(instance.getInstanceId())
			.secure(instance.isSecure())
			.health(instance.getHealth())
			.metadata(metadata)
			.build();
	}

	private String signature(byte[] content) {
		try {
			return Base64.getUrlEncoder().withoutPadding().encodeToString(this.algorithm.sign(this.key, content));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The key '" + this.keyId + "' can't sign", ex);
		}
	}

	/**
	 * Whether the signature of an instance should be renewed.
	 * @param signed what was signed
	 * @return whether half of its time has passed
	 */
	public boolean isDue(Instance signed) {
		long left = Long.parseLong(signed.getMetadata().getOrDefault(SignedContent.EXPIRES, "0")) - this.clock.millis();
		return left <= this.validity.toMillis() / 2;
	}

	@Override
	public String toString() {
		return this.algorithm + " " + this.keyId;
	}

}
