package dev.discovery.autoconfigure;

import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts applications with mistakes in their configuration, for what somebody reads then.
 */
public final class Mistakes {

	private Mistakes() {
	}

	/**
	 * What is read when an application starts, which must fail, and for a mistake of
	 * ours.
	 * @param runner the application
	 * @param properties how it is configured besides
	 */
	public static FailureAnalysis analyze(ApplicationContextRunner runner, String... properties) {
		FailureAnalysis[] analysis = new FailureAnalysis[1];
		runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasFailed();
			analysis[0] = analyze(context.getStartupFailure());
		});
		assertThat(analysis[0]).as(String.join(", ", properties)).isNotNull();
		return analysis[0];
	}

	/**
	 * What is read of a failure, if one of our analyzers knows it.
	 * @param failure why an application didn't start
	 */
	public static FailureAnalysis analyze(Throwable failure) {
		assertThat(failure).isNotNull();
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, FailureHandler.handleMessage((message, others) -> {
			}))
			.stream()
			.filter((analyzer) -> analyzer.getClass().getName().startsWith("dev.discovery."))
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/**
	 * The properties with the prefix before each.
	 */
	public static String[] prefixed(String prefix, String... properties) {
		return Stream.of(properties).map((property) -> prefix + property).toArray(String[]::new);
	}

}
