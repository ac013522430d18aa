package dev.discovery.autoconfigure;

import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts applications with mistakes in their configuration, for what somebody reads then.
 */
final class Mistakes {

	private Mistakes() {
	}

	/**
	 * What is read when an application starts, which must fail, and for a mistake of
	 * ours.
	 * @param runner the application
	 * @param properties how it is configured besides
	 */
	static FailureAnalysis analyze(ApplicationContextRunner runner, String... properties) {
		FailureAnalysis[] analysis = new FailureAnalysis[1];
		runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasFailed();
			analysis[0] = new InvalidDiscoveryPropertyFailureAnalyzer()
				.analyze(Objects.requireNonNull(context.getStartupFailure()));
		});
		assertThat(analysis[0]).as(String.join(", ", properties)).isNotNull();
		return analysis[0];
	}

	/**
	 * The properties with the prefix before each.
	 */
	static String[] prefixed(String prefix, String... properties) {
		return Stream.of(properties).map((property) -> prefix + property).toArray(String[]::new);
	}

}
