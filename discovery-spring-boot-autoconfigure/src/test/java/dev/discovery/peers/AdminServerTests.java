package dev.discovery.peers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

import dev.discovery.backend.memory.InMemoryRegistry;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Boot Admin's server, and an application that knows nothing of it.
 */
@EnabledIfSystemProperty(named = "discovery.matrix.added", matches = "peers")
class AdminServerTests {

	private static final String REGISTRY = "admin-server-tests";

	private final InMemoryRegistry registry = InMemoryRegistry.acquire(REGISTRY);

	private final HttpClient http = HttpClient.newHttpClient();

	private ConfigurableApplicationContext admin;

	private static ConfigurableApplicationContext run(Class<?> application, String name, String... properties) {
		return new SpringApplicationBuilder(application)
			.properties("spring.main.banner-mode=off", "spring.application.name=" + name, "server.port=0",
					"discovery.in-memory.registry=" + REGISTRY, "discovery.cache.first-read-timeout=100ms",
					"discovery.registration.drain=0s")
			.properties(properties)
			.run();
	}

	@AfterEach
	void stop() {
		this.admin.close();
		this.registry.release();
	}

	@Test
	void seesAnApplicationThatIsThereAlreadyAndOneThatComesAndGoes() {
		try (ConfigurableApplicationContext orders = run(Application.class, "orders")) {
			this.admin = run(AdminServer.class, "admin");
			assertThat(awaited("orders").path("registration").path("managementUrl").asString())
				.isEqualTo("http://127.0.0.1:" + port(orders, "server") + "/actuator");
			ConfigurableApplicationContext inventory = run(Application.class, "inventory", "management.server.port=0",
					"management.endpoints.web.base-path=/manage");
			JsonNode registration = awaited("inventory").path("registration");
			String management = "http://127.0.0.1:" + port(inventory, "management") + "/manage";
			assertThat(registration.path("managementUrl").asString()).isEqualTo(management);
			assertThat(registration.path("healthUrl").asString()).isEqualTo(management + "/health");
			assertThat(registration.path("serviceUrl").asString())
				.startsWith("http://127.0.0.1:" + port(inventory, "server"));
			Patience.await().until(() -> "UP".equals(status("inventory")));
			inventory.close();
			Patience.await().until(() -> instance("inventory").isMissingNode());
			assertThat(instance("orders").isMissingNode()).isFalse();
		}
	}

	@Test
	void startsWhileTheRegistryIsDownAndSeesItsApplicationsOnceThatIsBack() {
		try (ConfigurableApplicationContext orders = run(Application.class, "orders")) {
			this.registry.setAvailable(false);
			this.admin = run(AdminServer.class, "admin");
			assertThat(instance("orders").isMissingNode()).isTrue();
			this.registry.setAvailable(true);
			assertThat(awaited("orders").path("registration").path("serviceUrl").asString())
				.startsWith("http://127.0.0.1:" + port(orders, "server"));
		}
	}

	private static String port(ConfigurableApplicationContext context, String of) {
		return context.getEnvironment().getRequiredProperty("local." + of + ".port");
	}

	private JsonNode awaited(String name) {
		return Patience.await().until(() -> instance(name), (instance) -> !instance.isMissingNode());
	}

	private String status(String name) {
		return instance(name).path("statusInfo").path("status").asString();
	}

	/** What the server tells of the one instance of an application. */
	private JsonNode instance(String name) {
		for (JsonNode instance : instances()) {
			if (name.equals(instance.path("registration").path("name").asString())
					&& instance.path("registered").asBoolean()) {
				return instance;
			}
		}
		return JsonMapper.shared().missingNode();
	}

	private JsonNode instances() {
		URI uri = URI.create("http://127.0.0.1:" + port(this.admin, "server") + "/instances");
		try {
			return JsonMapper.shared()
				.readTree(this.http
					.send(HttpRequest.newBuilder(uri).header("Accept", "application/json").build(),
							BodyHandlers.ofString())
					.body());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An application.
	 */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * The server.
	 */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	@Import(EnableAdminServer.class)
	static class AdminServer {

	}

	/**
	 * What {@code @EnableAdminServer} imports.
	 */
	static class EnableAdminServer implements ImportSelector {

		@Override
		public String[] selectImports(AnnotationMetadata importingClassMetadata) {
			return new String[] { "de.codecentric.boot.admin.server.config.AdminServerMarkerConfiguration" };
		}

	}

}
