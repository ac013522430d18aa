package dev.discovery.documentation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java on our pages compiles. Pages that show what a test of ours contains have tests
 * of their own.
 */
class JavaSnippetTests {

	private static final Set<String> OTHERS = Set.of("docs/testing.md", "docs/writing-a-backend.md");

	private static final String FRAME = """
			import dev.discovery.backend.*;
			import dev.discovery.balancing.*;
			import dev.discovery.balancing.policy.*;
			import dev.discovery.balancing.route.*;
			import dev.discovery.directory.*;
			import dev.discovery.model.*;
			import dev.discovery.observe.*;
			import org.springframework.boot.*;
			import org.springframework.boot.autoconfigure.*;
			import org.springframework.boot.testcontainers.service.connection.*;
			import org.springframework.cloud.client.circuitbreaker.*;
			import org.springframework.cloud.client.discovery.*;
			import org.springframework.cloud.client.loadbalancer.*;
			import org.springframework.context.annotation.*;
			import org.springframework.context.event.*;
			import org.springframework.web.client.*;
			import org.testcontainers.containers.*;

			class Snippet {

				ServiceDirectory directory;
				Balancer balancer;
				RestClient restClient;
				CircuitBreakerFactory<?, ?> circuitBreakerFactory;

				%s

			}
			""";

	@ParameterizedTest
	@MethodSource("snippets")
	void compiles(Snippet snippet, @TempDir Path output) throws IOException {
		assertThat(JavaCompilation.compile(file(snippet.text()), output)).isEmpty();
	}

	private static String file(String text) {
		if (text.startsWith("package ")) {
			return text;
		}
		boolean member = text.startsWith("@");
		return FRAME.formatted(member ? text : "void run() {\n" + text + "\n}");
	}

	static Stream<Snippet> snippets() {
		return Snippet.all("java").filter((snippet) -> !OTHERS.contains(snippet.page()));
	}

}
