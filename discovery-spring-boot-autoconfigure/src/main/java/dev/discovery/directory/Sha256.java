package dev.discovery.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What stands for a name from outside where the name itself must not: in a file system.
 */
public final class Sha256 {

	private Sha256() {
	}

	/**
	 * The hash of a text.
	 * @param text any text
	 * @return 64 letters and digits
	 */
	public static String hex(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has SHA-256", ex);
		}
	}

}
