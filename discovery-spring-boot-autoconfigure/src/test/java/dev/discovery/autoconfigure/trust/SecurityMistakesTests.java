package dev.discovery.autoconfigure.trust;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.kubernetes.KubernetesBackendAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.trust.Trust;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SecurityMistakesTests {

	private static final String SIGNING = "discovery.security.signing.";

	private static final String SECRET = "canary-secret-of-more-than-32-characters";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DiscoveryAutoConfiguration.class,
				InMemoryBackendAutoConfiguration.class, KubernetesBackendAutoConfiguration.class))
		.withPropertyValues("discovery.in-memory.registry=security-mistakes-tests");

	static Arguments[] mistakes() {
		String enforce = SIGNING + "mode=enforce";
		String ed25519 = SIGNING + "algorithm=ed25519";
		return new Arguments[] {
				mistake("discovery.security.allowed-networks[0]", "10.0.0.0/33", "must have from 0 to 32 bits",
						"discovery.security.allowed-networks=10.0.0.0/33"),
				mistake("discovery.security.allowed-networks[1]", "x", "is not the address of a network",
						"discovery.security.allowed-networks=10.0.0.0/8,x"),
				mistake("discovery.security.allowed-hosts[0]", "10.0.0.1", "is not a host name",
						"discovery.security.allowed-hosts=10.0.0.1"),
				mistake(SIGNING + "key", null, "must not be missing", enforce),
				mistake(SIGNING + "key", null, "must not be missing", SIGNING + "mode=audit", SIGNING + "key= "),
				mistake(SIGNING + "key", "***", "is too short: a secret needs at least 32 characters", enforce,
						SIGNING + "key=canary", SIGNING + "key-id=a"),
				mistake(SIGNING + "key-id", null, "must have 1 to 64 letters", enforce, SIGNING + "key=" + SECRET),
				mistake(SIGNING + "key-id", "a b", "must have 1 to 64 letters", enforce, SIGNING + "key=" + SECRET,
						SIGNING + "key-id=a b"),
				mistake(SIGNING + "key-file", "/nowhere", "can't be read (NoSuchFileException)", enforce,
						SIGNING + "key-file=/nowhere", SIGNING + "key-id=a"),
				mistake(SIGNING + "key-file", "/nowhere", "must not stand beside " + SIGNING + "key", enforce,
						SIGNING + "key-file=/nowhere", SIGNING + "key=" + SECRET),
				mistake(SIGNING + "key", "***", "is neither PEM nor Base64", enforce, ed25519,
						SIGNING + "key=" + SECRET, SIGNING + "key-id=a"),
				mistake(SIGNING + "trusted-keys.b", "***", "is too short", enforce, SIGNING + "key=" + SECRET,
						SIGNING + "key-id=a", SIGNING + "trusted-keys.b=canary"),
				mistake(SIGNING + "trusted-keys.a", null, "must be there and belong to " + SIGNING + "key", enforce,
						SIGNING + "key=" + SECRET, SIGNING + "key-id=a", SIGNING + "trusted-keys.a=other" + SECRET),
				mistake(SIGNING + "validity", "PT1S", "must be at least PT1M", enforce, SIGNING + "validity=1s"),
				mistake(SIGNING + "clock-skew", "PT-1S", "must not be negative", enforce, SIGNING + "clock-skew=-1s"),
				mistake(SIGNING + "mode", "ENFORCE", "has no meaning with Kubernetes", enforce,
						"discovery.backend=Kubernetes", "discovery.kubernetes.url=http://localhost:1",
						SIGNING + "key=" + SECRET, SIGNING + "key-id=a") };
	}

	private static Arguments mistake(String property, @Nullable String shown, String reason, String... properties) {
		return Arguments.of(property, shown, reason, properties);
	}

	@ParameterizedTest(name = "{0}: {2}")
	@MethodSource("mistakes")
	void areNamedWithWhatToDo(String property, @Nullable String shown, String reason, String[] properties) {
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidDiscoveryPropertyException.class, (mistake) -> {
					assertThat(mistake.property()).isEqualTo(property);
					assertThat(mistake.value()).isEqualTo(shown);
					assertThat(mistake.reason()).contains(reason).doesNotContain("canary");
					assertThat(mistake.advice()).isNotEmpty();
				});
			assertThat(context.getStartupFailure()).hasStackTraceContaining(property);
			assertThat(stackTrace(context.getStartupFailure())).doesNotContain("canary");
		});
	}

	@Test
	void areNoneInAPairOfKeysFromFiles(@TempDir Path folder) throws Exception {
		KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		Path file = Files.writeString(folder.resolve("key.pem"),
				"-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
						+ "\n-----END PRIVATE KEY-----\n");
		String trusted = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
		ApplicationContextRunner enforcing = this.runner.withPropertyValues(SIGNING + "mode=enforce",
				SIGNING + "algorithm=ed25519", SIGNING + "key-id=a", SIGNING + "key-file=" + file);
		enforcing.withPropertyValues(SIGNING + "trusted-keys.a=" + trusted)
			.run((context) -> assertThat(context.getBean(Trust.class).signer()).hasToString("ED25519 a"));
		enforcing.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessageContaining(SIGNING + "trusted-keys.a"));
	}

	@Test
	void areNoneInAnApplicationThatOnlyReads() {
		this.runner.withPropertyValues(SIGNING + "mode=enforce", SIGNING + "trusted-keys.a=" + SECRET)
			.run((context) -> assertThat(context.getBean(Trust.class).signer()).isNull());
	}

	@Test
	void lookAtNothingWhileItIsOff() {
		this.runner.withPropertyValues(SIGNING + "key=short")
			.run((context) -> assertThat(context.getBean(Trust.class).signer()).isNull());
	}

	private static String stackTrace(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

}
