package dev.discovery.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class RequiresProgramTests {

	@TempDir
	private Path directory;

	@Test
	void runsWhatFindsItsPrograms() throws Exception {
		program("one", true);
		program("two", true);
		assertThat(decide(Map.of("PATH", "/nowhere:" + this.directory), NeedsTwo.class).isDisabled()).isFalse();
	}

	@Test
	void skipsWhatDoesNotAndSaysWhy() throws Exception {
		program("one", true);
		program("two", false);
		ConditionEvaluationResult result = decide(Map.of("PATH", "" + this.directory), NeedsTwo.class);
		assertThat(result.isDisabled()).isTrue();
		assertThat(result.getReason()).get().asString().startsWith("two is not on the PATH");
	}

	@Test
	void failsInsteadOfSkippingInCi() {
		assertThatExceptionOfType(ExtensionConfigurationException.class)
			.isThrownBy(() -> decide(Map.of("PATH", "" + this.directory, "CI", "true"), NeedsTwo.class))
			.withMessageContaining("one and two are not on the PATH");
	}

	@Test
	void holdsForClassesThatInheritIt() {
		assertThat(decide(Map.of("CI", "false"), NeedsTwoToo.class).isDisabled()).isTrue();
	}

	@Test
	void leavesOthersAlone() {
		assertThat(decide(Map.of("CI", "true"), String.class).isDisabled()).isFalse();
	}

	private static ConditionEvaluationResult decide(Map<String, String> environment, Class<?> type) {
		ExtensionContext context = mock(ExtensionContext.class);
		given(context.getElement()).willReturn(Optional.of(type));
		return new RequiresProgramCondition(environment).evaluateExecutionCondition(context);
	}

	private void program(String name, boolean executable) throws Exception {
		Path file = Files.createFile(this.directory.resolve(name));
		assertThat(file.toFile().setExecutable(executable)).isTrue();
	}

	@RequiresProgram({ "one", "two" })
	static class NeedsTwo {

	}

	static class NeedsTwoToo extends NeedsTwo {

	}

}
