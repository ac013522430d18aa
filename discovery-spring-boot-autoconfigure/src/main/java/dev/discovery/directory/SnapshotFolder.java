package dev.discovery.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A folder that belongs to this user alone, for files that belong to this user alone.
 * Whatever is a link, belongs to somebody else or is open to others is refused: the
 * temporary folder in which it may lie is everybody's. Blocks; used by one thread at a
 * time.
 */
class SnapshotFolder {

	private static final String FILE = ".snapshot";

	private static final String UNFINISHED = ".tmp";

	private static final Duration ABANDONED = Duration.ofHours(1);

	private static final int MAX_SIZE = 64 * 1024 * 1024;

	private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

	private final List<Path> folders;

	private final Path folder;

	private @Nullable UserPrincipal self;

	/**
	 * Names a folder; nothing is done yet.
	 * @param folders the folder last, and before it those around it that must be this
	 * user's alone too; what is around the first one must exist, or can be made
	 */
	SnapshotFolder(List<Path> folders) {
		this.folders = folders;
		this.folder = folders.get(folders.size() - 1);
	}

	/**
	 * Makes the folder, or checks the one that is there.
	 * @param now the time of day
	 * @param maxAge files that are older are deleted
	 * @return the names of the files
	 */
	Set<String> open(Instant now, Duration maxAge) throws IOException {
		Path around = this.folders.get(0).toAbsolutePath().getParent();
		if (around != null) {
			Files.createDirectories(around);
		}
		for (Path one : this.folders) {
			prepare(one);
		}
		try (Stream<Path> files = Files.list(this.folder)) {
			return files.filter((file) -> isCurrent(file, now, maxAge))
				.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(FILE))
				.map((name) -> name.substring(0, name.length() - FILE.length()))
				.collect(Collectors.toSet());
		}
	}

	private void prepare(Path folder) throws IOException {
		boolean posix = isPosix(folder);
		try {
			Files.createDirectory(folder,
					posix ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(OWNERS) }
							: new FileAttribute<?>[0]);
		}
		catch (FileAlreadyExistsException ex) {
			// checked below
		}
		if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
			throw new IOException(folder + " is a link or a file");
		}
		if (posix && !OWNERS.containsAll(Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS))) {
			throw new IOException(folder + " is open to others: chmod 700");
		}
		// who we are shows in what we make
		Path probe = Files.createTempFile(folder, "probe", UNFINISHED);
		try {
			this.self = Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
		}
		finally {
			Files.delete(probe);
		}
		requireOwn(folder);
	}

	private static boolean isPosix(Path folder) {
		return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	private void requireOwn(Path path) throws IOException {
		if (!Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(this.self)) {
			throw new IOException(path + " belongs to somebody else");
		}
	}

	private static boolean isCurrent(Path file, Instant now, Duration maxAge) {
		try {
			boolean unfinished = file.toString().endsWith(UNFINISHED);
			Instant written = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
			// another process may be about to finish it
			if (written.plus(unfinished ? ABANDONED : maxAge).isBefore(now)) {
				Files.delete(file);
				return false;
			}
			return !unfinished;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Reads a file.
	 * @param name its name, made of letters and digits
	 * @return its content, or null if there is none
	 */
	byte @Nullable [] read(String name) throws IOException {
		Path file = file(name);
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			if (!attributes.isRegularFile()) {
				throw new IOException(file + " is a link or no file");
			}
			requireOwn(file);
			try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
				byte[] content = in.readNBytes(MAX_SIZE + 1);
				if (content.length > MAX_SIZE) {
					throw new IOException(file + " is too large");
				}
				return content;
			}
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	/**
	 * Writes a file, all of it or nothing. A new file can be read by this user only.
	 * @param name its name, made of letters and digits
	 * @param content what to write
	 */
	void write(String name, byte[] content) throws IOException {
		if (content.length > MAX_SIZE) {
			throw new IOException("a copy of " + content.length + " bytes is too large");
		}
		Path unfinished = Files.createTempFile(this.folder, name, UNFINISHED);
		try {
			Files.write(unfinished, content);
			replace(unfinished, file(name));
		}
		finally {
			Files.deleteIfExists(unfinished);
		}
	}

	private static void replace(Path unfinished, Path file) throws IOException {
		try {
			Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (AtomicMoveNotSupportedException ex) {
			Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	void delete(String name) throws IOException {
		Files.deleteIfExists(file(name));
	}

	private Path file(String name) {
		return this.folder.resolve(name + FILE);
	}

	@Override
	public String toString() {
		return this.folder.toString();
	}

}
