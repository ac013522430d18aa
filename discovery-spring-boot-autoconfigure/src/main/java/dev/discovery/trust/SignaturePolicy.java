package dev.discovery.trust;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;

import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * What signatures are asked for. Safe for use by several threads.
 */
public final class SignaturePolicy {

	private final Mode mode;

	private final TrustedKeys keys;

	private final Duration clockSkew;

	private final InstantSource clock;

	private final Verified verified = new Verified();

	/**
	 * Creates the policy.
	 * @param mode what happens to an instance without a good signature
	 * @param keys by which signatures are checked
	 * @param clockSkew how far the clocks of two machines may be apart
	 * @param clock the time of day
	 */
	public SignaturePolicy(Mode mode, TrustedKeys keys, Duration clockSkew, InstantSource clock) {
		this.mode = mode;
		this.keys = keys;
		this.clockSkew = clockSkew;
		this.clock = clock;
	}

	/**
	 * Nobody looks at signatures.
	 * @return the policy
	 */
	public static SignaturePolicy off() {
		return new SignaturePolicy(Mode.OFF, TrustedKeys.of(Algorithm.HMAC_SHA256), Duration.ZERO, () -> Instant.EPOCH);
	}

	Mode mode() {
		return this.mode;
	}

	/**
	 * Whether the signature of an instance is good.
	 * @param instance the instance
	 * @return whether it is by a trusted key, of this instance, and not too old
	 */
	public boolean accepts(Instance instance) {
		return flaw(instance) == null;
	}

	/**
	 * What is wrong with the signature of an instance, or null if it is good.
	 */
	@Nullable Flaw flaw(Instance instance) {
		Map<String, String> metadata = instance.getMetadata();
		String signature = metadata.get(SignedContent.SIGNATURE);
		if (signature == null) {
			return Flaw.UNSIGNED;
		}
		try {
			long expires = Long.parseLong(metadata.getOrDefault(SignedContent.EXPIRES, ""));
			if (!isVerified(metadata.get(SignedContent.KEY), signature, SignedContent.of(instance, expires))) {
				return Flaw.FORGED;
			}
			return (this.clock.millis() - this.clockSkew.toMillis() > expires) ? Flaw.EXPIRED : null;
		}
		catch (IllegalArgumentException ex) {
			return Flaw.FORGED;
		}
	}

	private boolean isVerified(@Nullable String key, String signature, byte[] content) {
		String keyAndSignature = key + " " + signature;
		if (this.verified.contains(keyAndSignature, content)) {
			return true;
		}
		boolean good = this.keys.verify(key, content, Base64.getUrlDecoder().decode(signature));
		if (good) {
			this.verified.add(keyAndSignature, content);
		}
		return good;
	}

	/**
	 * What happens to an instance without a good signature.
	 */
	public enum Mode {

		/** Nobody signs and nobody looks. */
		OFF,

		/** It is counted and served all the same. */
		AUDIT,

		/** It is refused. */
		ENFORCE

	}

}
