package dev.discovery.autoconfigure.container;

import java.net.URI;
import java.util.Map;

import dev.discovery.autoconfigure.eureka.EurekaConnectionDetails;
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
class EurekaDockerComposeTests {

	private static final String LABEL = "org.springframework.boot.service-connection";

	@ParameterizedTest
	@ValueSource(strings = { "eureka", "springcloud/eureka:latest", "steeltoeoss/eureka-server:4" })
	void isFoundByItsImage(String image) {
		EurekaConnectionDetails details = details(service(image, Map.of(), Map.of()));
		assertThat(details.getUrls()).containsExactly(URI.create("http://127.0.0.1:18761/eureka"));
		assertThat(details.getUsername()).isNull();
		assertThat(details.getSslBundle()).isNull();
	}

	@Test
	void isFoundByALabel() {
		assertThat(details(service("example/our-own", Map.of(), Map.of(LABEL, "eureka"))).getUrls()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis", "example/our-own", "consul" })
	void isNotSomethingElse(String image) {
		assertThat(find(service(image, Map.of(), Map.of()))).doesNotContainKey(EurekaConnectionDetails.class);
	}

	@Test
	void usesTheUserOfItsEnvironment() {
		EurekaConnectionDetails details = details(service("eureka",
				Map.of("SPRING_SECURITY_USER_NAME", "orders", "SPRING_SECURITY_USER_PASSWORD", "one-secret"),
				Map.of()));
		assertThat(details.getUsername()).isEqualTo("orders");
		assertThat(details.getPassword()).isEqualTo("one-secret");
	}

	private static EurekaConnectionDetails details(RunningService service) {
		return (EurekaConnectionDetails) find(service).get(EurekaConnectionDetails.class);
	}

	private static Map<Class<?>, ConnectionDetails> find(RunningService service) {
		DockerComposeConnectionSource source = mock(DockerComposeConnectionSource.class);
		given(source.getRunningService()).willReturn(service);
		return new ConnectionDetailsFactories(null).getConnectionDetails(source, false);
	}

	private static RunningService service(String image, Map<String, String> environment, Map<String, String> labels) {
		RunningService service = mock(RunningService.class);
		ConnectionPorts ports = mock(ConnectionPorts.class);
		given(ports.get(8761)).willReturn(18761);
		given(ports.get(8500)).willReturn(18500);
		given(service.image()).willReturn(ImageReference.of(image));
		given(service.host()).willReturn("127.0.0.1");
		given(service.ports()).willReturn(ports);
		given(service.env()).willReturn(environment);
		given(service.labels()).willReturn(labels);
		return service;
	}

}
