package dev.discovery.autoconfigure.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.model.Instance;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.time.Ticker;
import dev.discovery.trust.AddressPolicy;
import dev.discovery.trust.Algorithm;
import dev.discovery.trust.InstanceSigner;
import dev.discovery.trust.SignaturePolicy;
import dev.discovery.trust.SignaturePolicy.Mode;
import dev.discovery.trust.Trust;
import dev.discovery.trust.TrustedKeys;
import org.jspecify.annotations.Nullable;

/**
 * Makes the trust of the properties, and refuses keys that would only fail later. No
 * message quotes a key.
 */
final class SigningRules {

	private static final String PREFIX = "discovery.security.signing.";

	private static final String SECRET = "***";

	private static final Duration MIN_VALIDITY = Duration.ofMinutes(1);

	private static final int MAX_KEY_FILE = 16 * 1024;

	private final SigningProperties properties;

	private final Algorithm algorithm;

	private final InstantSource clock;

	private final Ticker ticker;

	SigningRules(SigningProperties properties, InstantSource clock, Ticker ticker) {
		this.properties = properties;
		this.algorithm = properties.getAlgorithm();
		this.clock = clock;
		this.ticker = ticker;
	}

	Trust trust(AddressPolicy addresses) {
		if (this.properties.getMode() == Mode.OFF) {
			return new Trust(addresses, SignaturePolicy.off(), null, this.ticker);
		}
		PropertyRules.atLeast(PREFIX + "validity", this.properties.getValidity(), MIN_VALIDITY,
				"Write it like 24h: a registration is signed again when half of it has passed.");
		PropertyRules.notNegative(PREFIX + "clock-skew", this.properties.getClockSkew());
		String key = key();
		String keyId = PropertyRules.textOrNull(this.properties.getKeyId());
		if (key == null && this.properties.getTrustedKeys().isEmpty()) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "key", null, "must not be missing",
					advice() + " An application that doesn't register needs only " + PREFIX + "trusted-keys.<id>.");
		}
		if (key != null && (keyId == null || !isId(keyId))) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "key-id", keyId,
					"must have 1 to 64 letters, digits, '.', '-' or '_'",
					"Set it to the id under which the others have the key in " + PREFIX + "trusted-keys.<id>.");
		}
		InstanceSigner signer = (key != null && keyId != null) ? signer(keyId, key) : null;
		SignaturePolicy policy = new SignaturePolicy(this.properties.getMode(), trustedKeys(keyId, key),
				this.properties.getClockSkew(), this.clock);
		if (signer != null) {
			requireOwnTrusted(policy, signer, String.valueOf(keyId));
		}
		return new Trust(addresses, policy, signer, this.ticker);
	}

	private static boolean isId(String id) {
		return id.matches("[A-Za-z0-9._-]{1,64}");
	}

	private String advice() {
		return (this.algorithm == Algorithm.HMAC_SHA256)
				? "Set it to a secret, as 'openssl rand -base64 48' makes one, or set " + PREFIX + "key-file."
				: "Set it to a private key, as 'openssl genpkey -algorithm ed25519' makes one, or set " + PREFIX
						+ "key-file.";
	}

	private @Nullable String key() {
		String key = PropertyRules.textOrNull(this.properties.getKey());
		String file = PropertyRules.textOrNull(this.properties.getKeyFile());
		if (key != null && file != null) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "key-file", file,
					"must not stand beside " + PREFIX + "key", "Remove one of the two.");
		}
		return (file != null) ? read(file) : key;
	}

	private static String read(String file) {
		Path path = PropertyRules.path(PREFIX + "key-file", file, "/run/secrets/signing-key");
		try {
			if (Files.size(path) > MAX_KEY_FILE) {
				throw new IOException("it is too large for a key");
			}
			return Files.readString(path).strip();
		}
		catch (IOException ex) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "key-file", file,
					"can't be read (" + ex.getClass().getSimpleName() + ")",
					"Set it to a file that this application may read and that holds the key, nothing else.");
		}
	}

	private InstanceSigner signer(String keyId, String key) {
		String property = PREFIX + ((this.properties.getKeyFile() != null) ? "key-file" : "key");
		try {
			return new InstanceSigner(this.algorithm, keyId, key, this.properties.getValidity(), this.clock);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidDiscoveryPropertyException(property, SECRET, String.valueOf(ex.getMessage()), advice());
		}
	}

	/**
	 * Who has a secret trusts it, under its id, unless another stands there.
	 */
	private TrustedKeys trustedKeys(@Nullable String keyId, @Nullable String key) {
		TrustedKeys keys = TrustedKeys.of(this.algorithm);
		if (this.algorithm == Algorithm.HMAC_SHA256 && keyId != null && key != null) {
			keys = keys.with(keyId, key);
		}
		for (Map.Entry<String, String> trusted : this.properties.getTrustedKeys().entrySet()) {
			String property = PREFIX + "trusted-keys." + trusted.getKey();
			if (!isId(trusted.getKey())) {
				throw new InvalidDiscoveryPropertyException(property, SECRET,
						"has an id that is none: 1 to 64 letters, digits, '.', '-' or '_'",
						"Write it like " + PREFIX + "trusted-keys.2026-07.");
			}
			try {
				keys = keys.with(trusted.getKey(), trusted.getValue());
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidDiscoveryPropertyException(property, SECRET, String.valueOf(ex.getMessage()),
						"Set it to what belongs to the key of that id: the same secret for hmac-sha256, the public"
								+ " key for ed25519.");
			}
		}
		return keys;
	}

	/**
	 * Whoever wouldn't believe himself won't be believed by the others either.
	 */
	private void requireOwnTrusted(SignaturePolicy policy, InstanceSigner signer, String keyId) {
		Instance sample = signer.sign(Instance.builder("any", "localhost", 1).build());
		if (!policy.accepts(sample)) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "trusted-keys." + keyId, null,
					"must be there and belong to " + PREFIX + "key", "Set it to the same secret for hmac-sha256, or to"
							+ " the public key, as 'openssl pkey -pubout' prints it, for ed25519.");
		}
	}

}
