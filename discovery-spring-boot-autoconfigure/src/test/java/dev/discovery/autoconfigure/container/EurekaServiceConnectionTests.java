package dev.discovery.autoconfigure.container;

import java.net.URI;
import java.util.Map;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.eureka.EurekaBackendAutoConfiguration;
import dev.discovery.autoconfigure.eureka.EurekaConnectionDetails;
import dev.discovery.backend.eureka.EurekaSettings;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code @ServiceConnection} on a container that only pretends to run, so that no Docker
 * is needed.
 */
class EurekaServiceConnectionTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class,
				DiscoveryAutoConfiguration.class, EurekaBackendAutoConfiguration.class))
		.withUserConfiguration(ContainerConfiguration.class)
		.withPropertyValues("discovery.backend=eureka", "discovery.eureka.urls=http://wrong:1/eureka",
				"discovery.eureka.username=wrong", "discovery.eureka.password=wrong");

	@Test
	void leadsToTheContainerInPlaceOfTheProperties() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(EurekaConnectionDetails.class);
			assertThat(context.getBean(EurekaSettings.class).urls())
				.containsExactly(URI.create("http://docker.example:18761/eureka"));
			EurekaConnectionDetails details = context.getBean(EurekaConnectionDetails.class);
			assertThat(details.getUsername()).isNull();
			assertThat(details.getPassword()).isNull();
			assertThat(details.getSslBundle()).isNull();
		});
	}

	@Test
	void takesWhatTheServerTakesFromItsEnvironment() {
		this.runner
			.withBean(Variables.class,
					() -> new Variables(Map.of("SERVER_PORT", "8080", "SERVER_SERVLET_CONTEXT_PATH", "/registry/",
							"SPRING_SECURITY_USER_NAME", "orders", "SPRING_SECURITY_USER_PASSWORD", "one-secret")))
			.run((context) -> {
				EurekaConnectionDetails details = context.getBean(EurekaConnectionDetails.class);
				assertThat(details.getUrls())
					.containsExactly(URI.create("http://docker.example:18080/registry/eureka"));
				assertThat(details.getUsername()).isEqualTo("orders");
				assertThat(details.getPassword()).isEqualTo("one-secret");
			});
	}

	@Test
	void knowsWhatSpringBootCallsItsUser() {
		this.runner
			.withBean(Variables.class, () -> new Variables(Map.of("SPRING_SECURITY_USER_PASSWORD", "one-secret")))
			.run((context) -> assertThat(context.getBean(EurekaConnectionDetails.class).getUsername())
				.isEqualTo("user"));
	}

	@Test
	void doesNotStartAContainerAgainThatWasStopped() {
		this.runner.run((context) -> {
			PretendedContainer container = context.getBean(PretendedContainer.class);
			container.starts = 0;
			EurekaConnectionDetails details = context.getBean(EurekaConnectionDetails.class);
			details.getUrls();
			details.getUsername();
			details.getSslBundle();
			assertThat(container.starts).isZero();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class ContainerConfiguration {

		@Bean
		@ServiceConnection("eureka")
		PretendedContainer eurekaContainer(ObjectProvider<Variables> variables) {
			PretendedContainer container = new PretendedContainer();
			variables.ifAvailable((available) -> container.withEnv(available.values()));
			return container;
		}

	}

	private record Variables(Map<String, String> values) {
	}

	static class PretendedContainer extends GenericContainer<PretendedContainer> {

		private int starts;

		PretendedContainer() {
			super("example/our-own-registry:1");
		}

		@Override
		public void start() {
			this.starts++;
		}

		@Override
		public void stop() {
		}

		@Override
		public String getHost() {
			return "docker.example";
		}

		@Override
		public Integer getMappedPort(int originalPort) {
			return originalPort + 10_000;
		}

	}

}
