package dev.discovery.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file below {@code docs} that a program writes: it is committed, and must be what the
 * program would write now.
 */
public final class GeneratedFile {

	private static final String WRITE = "discovery.docs.write";

	private static final String RENEW = "mvn -pl discovery-spring-boot-autoconfigure test -Dtest='Generated*Tests' -D"
			+ WRITE;

	private GeneratedFile() {
	}

	/**
	 * Compares.
	 * @param name where it is below {@code docs}
	 * @param content what it should be
	 */
	public static void assertUpToDate(String name, String content) throws IOException {
		Path committed = Documents.DOCS.resolve(name);
		if (System.getProperty(WRITE) != null) {
			Files.createDirectories(committed.getParent());
			Files.writeString(committed, content);
		}
		assertThat(Files.exists(committed) ? Documents.read(committed) : "")
			.as("docs/%s is generated and no longer true. Renew it: %s", name, RENEW)
			.isEqualTo(content);
	}

}
