package dev.discovery.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A mistake in the configuration, and what is read of it.
 *
 * @param properties the mistake
 * @param description what is read
 * @param action what to do
 */
record StartupFailure(List<String> properties, String description, String action) {

	/** All that there are, from {@code startup-failures.txt}. */
	static List<StartupFailure> all() {
		try (InputStream file = StartupFailure.class.getResourceAsStream("startup-failures.txt")) {
			String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
			List<StartupFailure> failures = new ArrayList<>();
			for (String block : text.split("\n\n+")) {
				List<String> lines = block.strip().lines().toList();
				List<String> properties = lines.stream().filter((line) -> !line.matches("[#>!].*")).toList();
				if (!properties.isEmpty()) {
					failures.add(new StartupFailure(properties, marked(lines, '>'), marked(lines, '!')));
				}
			}
			return failures;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String marked(List<String> lines, char mark) {
		return lines.stream()
			.filter((line) -> line.charAt(0) == mark)
			.map((line) -> line.replaceFirst("^. ?", ""))
			.collect(Collectors.joining("\n"));
	}

	@Override
	public String toString() {
		return String.join(", ", this.properties);
	}

}
