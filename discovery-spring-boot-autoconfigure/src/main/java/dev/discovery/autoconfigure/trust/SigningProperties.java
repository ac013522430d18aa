package dev.discovery.autoconfigure.trust;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.discovery.trust.Algorithm;
import dev.discovery.trust.SignaturePolicy.Mode;
import org.jspecify.annotations.Nullable;

/**
 * Signed registrations.
 */
public class SigningProperties {

	/**
	 * What happens to instances without a good signature: 'off' (nobody signs or looks),
	 * 'audit' (counted and served) or 'enforce' (left out).
	 */
	private Mode mode = Mode.OFF;

	/**
	 * How registrations are signed: 'hmac-sha256' with one secret for all, or 'ed25519'
	 * with a pair of keys for each who registers.
	 */
	private Algorithm algorithm = Algorithm.HMAC_SHA256;

	/**
	 * The id under which others know this application's key.
	 */
	private @Nullable String keyId;

	/**
	 * What this application signs with: a secret of at least 32 characters, or an Ed25519
	 * private key in PKCS#8, as PEM or Base64.
	 */
	private @Nullable String key;

	/**
	 * The file that holds the key, in place of the key itself. Read at startup.
	 */
	private @Nullable String keyFile;

	/**
	 * The keys by which others' signatures are checked, by their ids: secrets, or Ed25519
	 * public keys in X.509, as PEM or Base64. Several at once while keys are changed.
	 */
	private Map<String, String> trustedKeys = new LinkedHashMap<>();

	/**
	 * How long a signature is good. It is renewed when half of that has passed.
	 */
	private Duration validity = Duration.ofHours(24);

	/**
	 * How far the clocks of two machines may be apart.
	 */
	private Duration clockSkew = Duration.ofMinutes(5);

	public Mode getMode() {
		return this.mode;
	}

	public void setMode(Mode mode) {
		this.mode = mode;
	}

	public Algorithm getAlgorithm() {
		return this.algorithm;
	}

	public void setAlgorithm(Algorithm algorithm) {
		this.algorithm = algorithm;
	}

	public @Nullable String getKeyId() {
		return this.keyId;
	}

	public void setKeyId(@Nullable String keyId) {
		this.keyId = keyId;
	}

	public @Nullable String getKey() {
		return this.key;
	}

	public void setKey(@Nullable String key) {
		this.key = key;
	}

	public @Nullable String getKeyFile() {
		return this.keyFile;
	}

	public void setKeyFile(@Nullable String keyFile) {
		this.keyFile = keyFile;
	}

	public Map<String, String> getTrustedKeys() {
		return this.trustedKeys;
	}

	public void setTrustedKeys(Map<String, String> trustedKeys) {
		this.trustedKeys = trustedKeys;
	}

	public Duration getValidity() {
		return this.validity;
	}

	public void setValidity(Duration validity) {
		this.validity = validity;
	}

	public Duration getClockSkew() {
		return this.clockSkew;
	}

	public void setClockSkew(Duration clockSkew) {
		this.clockSkew = clockSkew;
	}

}
