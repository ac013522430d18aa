package dev.discovery.trust;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The keys by which signatures are checked, several at once while they are changed.
 * Immutable. Its text shows their ids, never the keys.
 */
public final class TrustedKeys {

	private final Algorithm algorithm;

	private final Map<String, Key> keys;

	private TrustedKeys(Algorithm algorithm, Map<String, Key> keys) {
		this.algorithm = algorithm;
		this.keys = Map.copyOf(keys);
	}

	/**
	 * No keys yet.
	 * @param algorithm what they are for
	 * @return nothing that would be believed
	 */
	public static TrustedKeys of(Algorithm algorithm) {
		return new TrustedKeys(algorithm, Map.of());
	}

	/**
	 * The same with another key.
	 * @param id the key's id
	 * @param key a secret of at least 32 characters, or a public key in X.509 as PEM or
	 * Base64
	 * @return a copy
	 * @throws IllegalArgumentException if it is no such key; says why and not what it is
	 */
	public TrustedKeys with(String id, String key) {
		Map<String, Key> more = new LinkedHashMap<>(this.keys);
		more.put(id, this.algorithm.trustedKey(key));
		return new TrustedKeys(this.algorithm, more);
	}

	/**
	 * Whether there is a key.
	 * @param id its id
	 * @return whether what it signed can be checked
	 */
	public boolean contains(String id) {
		return this.keys.containsKey(id);
	}

	boolean verify(@Nullable String id, byte[] content, byte[] signature) {
		Key key = (id != null) ? this.keys.get(id) : null;
		try {
			return key != null && this.algorithm.verify(key, content, signature);
		}
		catch (GeneralSecurityException ex) {
			// what can't be checked isn't believed
			return false;
		}
	}

	@Override
	public String toString() {
		return this.algorithm + " " + this.keys.keySet();
	}

}
