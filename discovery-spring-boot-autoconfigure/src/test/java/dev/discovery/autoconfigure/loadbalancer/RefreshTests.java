package dev.discovery.autoconfigure.loadbalancer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.discovery.balancing.Balancer;
import dev.discovery.cloud.registry.AutoRegistration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.context.environment.EnvironmentManager;
import org.springframework.cloud.context.refresh.ContextRefresher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code /actuator/refresh} does, after a configuration file has changed.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefreshTests {

	private static final String BEGINNING = """
			spring.application.name=orders
			discovery.registration.port=8080
			discovery.registration.host=localhost
			discovery.in-memory.registry=refresh-tests
			discovery.in-memory.services.inventory[0].uri=http://localhost:8081
			discovery.in-memory.services.inventory[0].metadata.version=1
			discovery.in-memory.services.inventory[0].metadata.hint=1
			discovery.in-memory.services.inventory[1].uri=http://localhost:8082
			discovery.in-memory.services.inventory[1].metadata.version=2
			discovery.in-memory.services.inventory[1].metadata.hint=2
			discovery.routes.services.inventory.subsets.v1.version=1
			discovery.routes.services.inventory.subsets.v2.version=2
			""";

	private static final String TO = "discovery.routes.services.inventory.rules[0].to=";

	private static final String SAYS = "Changed, but without effect until the application is restarted: ";

	@TempDir
	private Path folder;

	@Test
	void appliesRoutesAndNamesWhatWaitsForARestart(CapturedOutput output) throws IOException {
		write(TO + "v1\n");
		try (ConfigurableApplicationContext context = run()) {
			assertThat(picked(context)).isEqualTo(8081);
			write(TO + "v2\ndiscovery.routes.services[orders.shop].subsets.v1.version=1\n");
			refresh(context);
			assertThat(picked(context)).isEqualTo(8082);
			assertThat(output).doesNotContain(SAYS);

			write(TO + "v1\ndiscovery.load-balancer.policy=random\ndiscovery.consul.token=canary\n");
			refresh(context);
			assertThat(picked(context)).isEqualTo(8081);
			assertThat(output).containsOnlyOnce(SAYS + "discovery.consul.token, discovery.load-balancer.policy")
				.doesNotContain("canary");
			assertThat(context.getBean(Balancer.class)).isNotNull();

			refresh(context);
			assertThat(output).containsOnlyOnce(SAYS);
			assertThat(context.getBean(AutoRegistration.class).isRunning()).isTrue();
		}
	}

	@Test
	void followsAHintThatIsSetWhileItRuns() throws IOException {
		write("");
		try (ConfigurableApplicationContext context = run()) {
			EnvironmentManager manager = new EnvironmentManager(context.getEnvironment());
			manager.setApplicationEventPublisher(context);
			for (int version = 1; version <= 2; version++) {
				manager.setProperty("spring.cloud.loadbalancer.hint.default", String.valueOf(version));
				assertThat(picked(context)).isEqualTo(8080 + version);
				assertThat(picked(context)).isEqualTo(8080 + version);
			}
		}
	}

	private void write(String rest) throws IOException {
		Files.writeString(this.folder.resolve("application.properties"), BEGINNING + rest);
	}

	private ConfigurableApplicationContext run() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run("--spring.config.location=file:" + this.folder + "/");
	}

	private static void refresh(ConfigurableApplicationContext context) {
		context.getBean(ContextRefresher.class).refresh();
	}

	private static int picked(ConfigurableApplicationContext context) {
		return context.getBean(LoadBalancerClient.class).choose("inventory").getPort();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
