package dev.discovery.autoconfigure.container;

import java.net.URI;
import java.util.Map;

import dev.discovery.autoconfigure.consul.ConsulConnectionDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactories;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * A service of Docker Compose, found as Spring Boot finds it.
 */
class ConsulDockerComposeTests {

	@ParameterizedTest
	@ValueSource(strings = { "consul", "consul:1.15", "hashicorp/consul", "hashicorp/consul:1.21",
			"docker.io/hashicorp/consul:latest" })
	void isFoundByItsImage(String image) {
		ConsulConnectionDetails details = details(service(image, "127.0.0.1", Map.of(), Map.of()));
		assertThat(details.getUrls()).containsExactly(URI.create("http://127.0.0.1:18500"));
		assertThat(details.getToken()).isNull();
		assertThat(details.getSslBundle()).isNull();
	}

	@Test
	void isFoundByALabel() {
		ConsulConnectionDetails details = details(service("example/our-own", "127.0.0.1", Map.of(),
				Map.of("org.springframework.boot.service-connection", "hashicorp/consul")));
		assertThat(details.getUrls()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "example/consul", "hashicorp/consul-k8s" })
	void isNotSomethingElse(String image) {
		assertThat(find(service(image, "127.0.0.1", Map.of(), Map.of()))).isEmpty();
	}

	@Test
	void mayBeAtAnIpv6Address() {
		assertThat(details(service("consul", "::1", Map.of(), Map.of())).getUrls())
			.containsExactly(URI.create("http://[::1]:18500"));
	}

	@Test
	void usesTheTokenOfItsEnvironment() {
		assertThat(
				details(service("consul", "127.0.0.1", Map.of("CONSUL_HTTP_TOKEN", "one-secret"), Map.of())).getToken())
			.isEqualTo("one-secret");
		assertThat(details(service("consul", "127.0.0.1", Map.of("CONSUL_HTTP_TOKEN", " "), Map.of())).getToken())
			.isNull();
	}

	private static ConsulConnectionDetails details(RunningService service) {
		return (ConsulConnectionDetails) find(service).get(ConsulConnectionDetails.class);
	}

	private static Map<Class<?>, ConnectionDetails> find(RunningService service) {
		DockerComposeConnectionSource source = mock(DockerComposeConnectionSource.class);
		given(source.getRunningService()).willReturn(service);
		return new ConnectionDetailsFactories(null).getConnectionDetails(source, false);
	}

	private static RunningService service(String image, String host, Map<String, String> environment,
			Map<String, String> labels) {
		RunningService service = mock(RunningService.class);
		ConnectionPorts ports = mock(ConnectionPorts.class);
		given(ports.get(8500)).willReturn(18500);
		given(service.image()).willReturn(ImageReference.of(image));
		given(service.host()).willReturn(host);
		given(service.ports()).willReturn(ports);
		given(service.env()).willReturn(environment);
		given(service.labels()).willReturn(labels);
		return service;
	}

}
