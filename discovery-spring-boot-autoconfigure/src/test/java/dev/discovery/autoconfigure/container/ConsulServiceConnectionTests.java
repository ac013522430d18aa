package dev.discovery.autoconfigure.container;

import java.net.URI;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.consul.ConsulBackendAutoConfiguration;
import dev.discovery.autoconfigure.consul.ConsulConnectionDetails;
import dev.discovery.backend.consul.ConsulSettings;
import org.junit.jupiter.api.Test;
import org.testcontainers.consul.ConsulContainer;

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
class ConsulServiceConnectionTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceConnectionAutoConfiguration.class,
				DiscoveryAutoConfiguration.class, ConsulBackendAutoConfiguration.class))
		.withUserConfiguration(ContainerConfiguration.class)
		.withPropertyValues("discovery.backend=consul", "discovery.consul.url=http://wrong:1",
				"discovery.consul.token=wrong");

	@Test
	void leadsToTheContainerInPlaceOfTheProperties() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ConsulConnectionDetails.class);
			assertThat(context.getBean(ConsulSettings.class).urls())
				.containsExactly(URI.create("http://docker.example:18500"));
			assertThat(context.getBean(ConsulConnectionDetails.class).getToken()).isNull();
			assertThat(context.getBean(ConsulConnectionDetails.class).getSslBundle()).isNull();
		});
	}

	@Test
	void takesTheTokenThatTheContainerUses() {
		this.runner.withBean("token", ContainerToken.class, () -> new ContainerToken("one-secret"))
			.run((context) -> assertThat(context.getBean(ConsulConnectionDetails.class).getToken())
				.isEqualTo("one-secret"));
	}

	@Test
	void doesNotStartAContainerAgainThatWasStopped() {
		this.runner.run((context) -> {
			PretendedContainer container = context.getBean(PretendedContainer.class);
			container.starts = 0;
			ConsulConnectionDetails details = context.getBean(ConsulConnectionDetails.class);
			details.getUrls();
			details.getToken();
			details.getSslBundle();
			assertThat(container.starts).isZero();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class ContainerConfiguration {

		@Bean
		@ServiceConnection
		PretendedContainer consulContainer(ObjectProvider<ContainerToken> token) {
			PretendedContainer container = new PretendedContainer();
			token.ifAvailable((available) -> container.withEnv("CONSUL_HTTP_TOKEN", available.value()));
			return container;
		}

	}

	private record ContainerToken(String value) {
	}

	static class PretendedContainer extends ConsulContainer {

		private int starts;

		PretendedContainer() {
			super("hashicorp/consul:1.21");
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
