package dev.discovery.trust;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How registrations are signed, by the JDK's own means. One algorithm at a time, so that
 * a public key can never be taken for a secret.
 */
public enum Algorithm {

	/** One secret, with which everybody who can check can also sign. */
	HMAC_SHA256 {

		@Override
		Key signingKey(String text) {
			byte[] secret = text.strip().getBytes(StandardCharsets.UTF_8);
			if (secret.length < SHORTEST_SECRET) {
				throw new IllegalArgumentException("is too short: a secret needs at least " + SHORTEST_SECRET
						+ " characters, this one has " + secret.length);
			}
			return new SecretKeySpec(secret, MAC);
		}

		@Override
		Key trustedKey(String text) {
			return signingKey(text);
		}

		@Override
		byte[] sign(Key key, byte[] content) throws GeneralSecurityException {
			Mac mac = Mac.getInstance(MAC);
			mac.init(key);
			return mac.doFinal(content);
		}

		@Override
		boolean verify(Key key, byte[] content, byte[] signature) throws GeneralSecurityException {
			return MessageDigest.isEqual(sign(key, content), signature);
		}

	},

	/**
	 * A pair of keys (RFC 8032): who can check can't sign.
	 */
	ED25519 {

		@Override
		Key signingKey(String text) {
			try {
				return KeyFactory.getInstance(EDWARDS).generatePrivate(new PKCS8EncodedKeySpec(decoded(text)));
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalArgumentException("is not an Ed25519 private key in PKCS#8");
			}
		}

		@Override
		Key trustedKey(String text) {
			try {
				return KeyFactory.getInstance(EDWARDS).generatePublic(new X509EncodedKeySpec(decoded(text)));
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalArgumentException("is not an Ed25519 public key in X.509");
			}
		}

		@Override
		byte[] sign(Key key, byte[] content) throws GeneralSecurityException {
			Signature signature = Signature.getInstance(EDWARDS);
			signature.initSign((PrivateKey) key);
			signature.update(content);
			return signature.sign();
		}

		@Override
		boolean verify(Key key, byte[] content, byte[] signed) throws GeneralSecurityException {
			Signature signature = Signature.getInstance(EDWARDS);
			signature.initVerify((PublicKey) key);
			signature.update(content);
			return signature.verify(signed);
		}

	};

	private static final int SHORTEST_SECRET = 32;

	private static final String MAC = "HmacSHA256";

	private static final String EDWARDS = "Ed25519";

	/**
	 * PEM, or what stands between its first and its last line.
	 */
	private static byte[] decoded(String text) {
		String bare = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s+", "");
		try {
			return Base64.getDecoder().decode(bare);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("is neither PEM nor Base64");
		}
	}

	abstract Key signingKey(String text);

	abstract Key trustedKey(String text);

	abstract byte[] sign(Key key, byte[] content) throws GeneralSecurityException;

	abstract boolean verify(Key key, byte[] content, byte[] signature) throws GeneralSecurityException;

}
