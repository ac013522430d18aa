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

class RequiresEurekaServerTests {

	@TempDir
	private Path target;

	@Test
	void runsWhereTheServerIsBuilt() throws Exception {
		Files.writeString(this.target.resolve("classpath"), "one.jar");
		assertThat(decide(Map.of()).isDisabled()).isFalse();
	}

	@Test
	void skipsWhereItIsNotAndSaysHow() {
		ConditionEvaluationResult result = decide(Map.of());
		assertThat(result.isDisabled()).isTrue();
		assertThat(result.getReason()).get().asString().contains("mvn -pl sample-app/eureka-server compile");
	}

	@Test
	void failsInsteadOfSkippingInCi() {
		assertThatExceptionOfType(ExtensionConfigurationException.class).isThrownBy(() -> decide(Map.of("CI", "true")));
	}

	private ConditionEvaluationResult decide(Map<String, String> environment) {
		ExtensionContext context = mock(ExtensionContext.class);
		given(context.getElement()).willReturn(Optional.of(NeedsServer.class));
		return new RequiresEurekaServerCondition(new NetflixClassPath(this.target), environment)
			.evaluateExecutionCondition(context);
	}

	@RequiresEurekaServer
	static class NeedsServer {

	}

}
