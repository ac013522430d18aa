package dev.discovery.autoconfigure.consul;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.discovery.directory.NoAnswerException;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Provenance;
import dev.discovery.testkit.ConsulAgent;
import dev.discovery.testkit.Patience;
import dev.discovery.testkit.RequiresProgram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application is started while its real Consul agent is down.
 */
@RequiresProgram("consul")
class ConsulColdStartTests {

	private static final String CANARY = "canary-7d1f3b0e";

	@TempDir
	private Path temporary;

	@Test
	void isServedFromDiskUntilTheRegistryIsThere() throws IOException {
		try (ConsulAgent agent = ConsulAgent.server().start()) {
			for (int i = 1; i <= 3; i++) {
				agent.api()
					.register(
							"{\"ID\": \"inventory-%d\", \"Name\": \"inventory\", \"Address\": \"10.0.0.%d\", \"Port\": 80}"
								.formatted(i, i));
			}
			try (ConfigurableApplicationContext first = run(agent)) {
				DiscoveryClient client = first.getBean(DiscoveryClient.class);
				Patience.await().until(() -> client.getInstances("inventory").size() == 3);
				assertThat(client.getServices()).contains("inventory");
			}
			agent.kill();
			try (ConfigurableApplicationContext second = run(agent)) {
				DiscoveryClient client = second.getBean(DiscoveryClient.class);
				ServiceDirectory directory = second.getBean(ServiceDirectory.class);
				assertThat(client.getInstances("inventory")).hasSize(3);
				assertThat(directory.lookup("inventory").provenance()).isEqualTo(Provenance.DISK);
				assertThat(directory.entry("inventory").age()).isLessThan(Duration.ofMinutes(1));
				assertThat(client.getServices()).contains("inventory");
				assertThatExceptionOfType(NoAnswerException.class).isThrownBy(() -> client.getInstances("unknown"));
				agent.restart();
				Patience.await().until(() -> directory.lookup("inventory").provenance() == Provenance.LIVE);
				// it has them again, but may say of its own node for a moment that it is
				// dead
				assertThat(directory.lookup("inventory").instances()).hasSize(3);
				Patience.await().until(() -> client.getInstances("inventory").size() == 3);
			}
		}
		List<Path> files = files();
		assertThat(files).hasSizeGreaterThanOrEqualTo(2);
		for (Path file : files) {
			assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(CANARY);
		}
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.walk(this.temporary)) {
			return files.filter(Files::isRegularFile).toList();
		}
	}

	private ConfigurableApplicationContext run(ConsulAgent agent) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.application.name=orders", "--spring.main.banner-mode=off", "--spring.jmx.enabled=false",
					"--discovery.backend=consul", "--discovery.consul.url=" + agent.url(),
					"--discovery.consul.token=" + CANARY, "--discovery.registration.enabled=false",
					"--discovery.cache.snapshot.enabled=true",
					"--discovery.cache.snapshot.directory=" + this.temporary);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
