package dev.discovery.autoconfigure.consul;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.backend.consul.ConsulSettings;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.backend.http.RegistryRequest;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.RequiresProgram;
import dev.discovery.testkit.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Certificates and tokens as configured, before a real agent that wants both.
 */
@RequiresProgram("consul")
@ExtendWith(OutputCaptureExtension.class)
class ConsulSecurityTests {

	private static final String BUNDLE = "spring.ssl.bundle.pem.mine.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, DiscoveryAutoConfiguration.class,
				ConsulBackendAutoConfiguration.class))
		.withPropertyValues("discovery.backend=consul");

	@Test
	void showsItsCertificateAndTheTokenInTheFile(@TempDir Path folder, CapturedOutput output) throws Exception {
		TestAuthority authority = TestAuthority.in(folder);
		TestAuthority.Identity server = authority.issue("localhost");
		TestAuthority.Identity client = authority.issue("orders");
		Path token = Files.writeString(folder.resolve("token"), "wrong-secret\n");
		try (ConsulAgent agent = ConsulAgent.dev().secured().tls(server, authority).start()) {
			this.runner
				.withPropertyValues("discovery.consul.url=https://localhost:" + agent.tlsPort(),
						"discovery.consul.token-file=" + token, "discovery.consul.ssl.bundle=mine",
						BUNDLE + "truststore.certificate=" + authority.certificateFile(),
						BUNDLE + "keystore.certificate=" + client.certificateFile(),
						BUNDLE + "keystore.private-key=" + client.keyFile())
				.run((context) -> {
					assertThat(context.getBean(ConsulConnectionDetails.class).getSslBundle())
						.isSameAs(context.getBean(SslBundles.class).getBundle("mine"));
					assertThatException().isThrownBy(() -> ownToken(context)).withMessageContaining("403");
					Files.writeString(token, ConsulAgent.MASTER_TOKEN);
					assertThat(ownToken(context)).isEqualTo(200);
				});
			this.runner
				.withPropertyValues("discovery.consul.url=https://localhost:" + agent.tlsPort(),
						"discovery.consul.token=" + ConsulAgent.MASTER_TOKEN)
				.run((context) -> assertThatException().isThrownBy(() -> ownToken(context))
					.withMessageContaining("TLS failed"));
		}
		assertThat(output).doesNotContain("wrong-secret").doesNotContain(ConsulAgent.MASTER_TOKEN);
	}

	private static int ownToken(ApplicationContext context) throws Exception {
		return context.getBean(RegistryHttpClient.class)
			.exchange(RegistryRequest
				.get(context.getBean(ConsulSettings.class).urls().get(0).resolve("/v1/acl/token/self")))
			.toCompletableFuture()
			.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
			.status();
	}

}
