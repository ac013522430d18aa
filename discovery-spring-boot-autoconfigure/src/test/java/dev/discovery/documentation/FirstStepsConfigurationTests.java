package dev.discovery.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application starts with each piece of configuration that a newcomer copies, and does
 * what the page says of it.
 */
class FirstStepsConfigurationTests {

	@ParameterizedTest
	@MethodSource("snippets")
	void doesWhatThePageSays(Snippet snippet, @TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("application.yml"), snippet.text());
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.properties("spring.application.name=snippet")
			.run("--spring.config.location=" + file, "--server.port=0", "--discovery.registration.drain=0s",
					"--discovery.in-memory.registry=" + snippet, "--server.shutdown=immediate")) {
			Map<String, Object> properties = YamlSnippetTests.properties(snippet.text());
			properties.forEach((name, value) -> check(context, name, String.valueOf(value)));
		}
	}

	private static void check(ConfigurableApplicationContext context, String name, String value) {
		DiscoveryClient client = context.getBean(DiscoveryClient.class);
		if (name.equals("spring.application.name")) {
			Patience.await().untilAsserted(() -> assertThat(client.getInstances(value)).hasSize(1));
		}
		else if (name.matches("discovery\\.in-memory\\.services\\.\\w+\\[\\d+]\\.uri")) {
			assertThat(client.getInstances(name.split("[.\\[]")[3]))
				.anySatisfy((instance) -> assertThat(instance.getUri()).hasToString(value));
		}
		else if (name.equals("management.endpoints.web.exposure.include")) {
			String actuator = "http://localhost:" + context.getEnvironment().getProperty("local.server.port")
					+ "/actuator/";
			for (String endpoint : value.split(",\\s*")) {
				assertThat(RestClient.create()
					.get()
					.uri(actuator + endpoint)
					.retrieve()
					.toBodilessEntity()
					.getStatusCode()
					.is2xxSuccessful()).as(endpoint).isTrue();
			}
		}
		else if (name.equals("spring.http.clients.read-timeout")) {
			assertThat(context.getBean(HttpClientSettings.class).readTimeout())
				.hasSeconds(Long.parseLong(value.replace("s", "")));
		}
		else {
			assertThat(name).as("a property whose effect is looked at").endsWith(".zone");
			assertThat(client.getServices().stream().flatMap((id) -> client.getInstances(id).stream()))
				.anySatisfy((instance) -> assertThat(instance.getMetadata()).containsEntry("zone", value));
		}
	}

	static Stream<Snippet> snippets() {
		return Snippet.all("yaml").filter(Snippet::isFirstSteps);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
