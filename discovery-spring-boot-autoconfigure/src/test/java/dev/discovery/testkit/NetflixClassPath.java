package dev.discovery.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The class path of the sample's Eureka server, which is never ours: what is started with
 * it is a process of its own.
 */
final class NetflixClassPath {

	/** Where this module's tests are compiled to. */
	private static final Path tests = tests();

	private final Path target;

	/**
	 * A class path.
	 * @param target where the build of the Eureka server puts what it makes
	 */
	NetflixClassPath(Path target) {
		this.target = target;
	}

	static NetflixClassPath ofThisBuild() {
		return new NetflixClassPath(tests.resolve("../../../sample-app/eureka-server/target").normalize());
	}

	boolean exists() {
		return Files.exists(libraries());
	}

	/**
	 * The server, and this module's tests without what they test.
	 */
	String ofServer() {
		return this.target.resolve("classes") + File.pathSeparator + ofClient();
	}

	/**
	 * Netflix's and Spring Cloud's libraries, and this module's tests without what they
	 * test.
	 */
	String ofClient() {
		try {
			return tests + File.pathSeparator + Files.readString(libraries()).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path libraries() {
		return this.target.resolve("classpath");
	}

	private static Path tests() {
		try {
			return Path.of(NetflixClassPath.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
