package dev.discovery.autoconfigure.properties;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;

import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The token in a file, which may change while the application runs. Read at startup, and
 * again when the file isn't the same any more; while it can't be read the last token
 * stays. Safe for use by several threads. No message quotes what is in the file.
 */
public final class TokenFile implements Supplier<String> {

	private static final Log logger = LogFactory.getLog(TokenFile.class);

	private static final int MAX_SIZE = 16 * 1024;

	private final Path path;

	private Stamp stamp;

	private String token;

	private boolean lost;

	/**
	 * Reads the token.
	 * @param property the property that names the file
	 * @param path the file
	 * @throws InvalidDiscoveryPropertyException if it holds no token that can be read
	 */
	public TokenFile(String property, Path path) {
		this.path = path;
		try {
			this.stamp = Stamp.of(path);
			this.token = read(this.stamp);
		}
		catch (IOException ex) {
			throw new InvalidDiscoveryPropertyException(property, path.toString(), why(ex),
					"Set it to a file that this application may read and that holds the token, nothing else.");
		}
	}

	/**
	 * The token of a registry, given as it is or as the name of a file.
	 * @param prefix the prefix of the properties {@code token} and {@code token-file},
	 * with a dot at its end
	 * @param token the token, if it is given
	 * @param file the file, if one is named
	 * @param example what to name instead of a file that isn't one
	 * @return tells the token, or null if there is none
	 * @throws InvalidDiscoveryPropertyException if both are given, or what is given can't
	 * be a token
	 */
	public static Supplier<@Nullable String> orToken(String prefix, @Nullable String token, @Nullable String file,
			String example) {
		String tokenFile = prefix + "token-file";
		if (token != null && file != null) {
			throw new InvalidDiscoveryPropertyException(tokenFile, file, "is set, and so is " + prefix + "token",
					"Keep one of them.");
		}
		if (token != null) {
			String checked = PropertyRules.token(prefix + "token", token);
			return () -> checked;
		}
		return (file != null) ? new TokenFile(tokenFile, PropertyRules.path(tokenFile, file, example))::get
				: () -> null;
	}

	@Override
	public synchronized String get() {
		try {
			Stamp current = Stamp.of(this.path);
			if (!current.equals(this.stamp)) {
				this.token = read(current);
				this.stamp = current;
			}
			if (this.lost) {
				this.lost = false;
				logger.info("The token file " + this.path + " can be used again");
			}
		}
		catch (IOException ex) {
			if (!this.lost) {
				this.lost = true;
				logger.warn(
						"The token file " + this.path + " can't be used any more, so the last token stays: " + why(ex));
			}
		}
		return this.token;
	}

	private String read(Stamp current) throws IOException {
		if (current.size() > MAX_SIZE) {
			throw new IOException("the file is too large for a token");
		}
		String content = Files.readString(this.path).strip();
		if (content.isEmpty()) {
			throw new IOException("the file is empty");
		}
		if (!PropertyRules.isToken(content)) {
			throw new IOException("the file holds more than a token");
		}
		return content;
	}

	private static String why(IOException failure) {
		if (failure instanceof NoSuchFileException) {
			return "the file doesn't exist";
		}
		if (failure instanceof AccessDeniedException) {
			return "the file may not be read";
		}
		if (failure instanceof CharacterCodingException) {
			return "the file is not a text";
		}
		return (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getSimpleName();
	}

	/**
	 * By what a file is known to be the same: a rename puts another one in its place.
	 *
	 * @param modified when it was written
	 * @param size its length in bytes
	 * @param key the file system's own name for it, where it has one
	 */
	private record Stamp(FileTime modified, long size, @Nullable Object key) {

		private static Stamp of(Path path) throws IOException {
			BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
			return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
		}

	}

}
