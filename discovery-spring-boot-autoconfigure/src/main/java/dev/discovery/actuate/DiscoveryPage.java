package dev.discovery.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.springframework.util.MimeType;

/**
 * The page that shows the state of discovery: one file, the same for everybody, which
 * asks the endpoint for JSON and shows that.
 */
final class DiscoveryPage {

	static final MimeType TYPE = new MimeType("text", "html", StandardCharsets.UTF_8);

	private static final String FILE = "page/discovery.html";

	private final String html;

	DiscoveryPage() {
		try (InputStream file = DiscoveryPage.class.getResourceAsStream(FILE)) {
			if (file == null) {
				throw new IllegalStateException(FILE + " is missing next to " + DiscoveryPage.class.getName());
			}
			this.html = new String(file.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String html() {
		return this.html;
	}

}
