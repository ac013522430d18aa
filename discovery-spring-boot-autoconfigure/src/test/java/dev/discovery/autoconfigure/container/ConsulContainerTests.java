package dev.discovery.autoconfigure.container;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import dev.discovery.autoconfigure.consul.ConsulConnectionDetails;
import org.junit.jupiter.api.Test;
import org.testcontainers.consul.ConsulContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code @ServiceConnection} on a real container.
 */
@SpringJUnitConfig(ServiceConnectionAutoConfiguration.class)
@Testcontainers(disabledWithoutDocker = true)
class ConsulContainerTests {

	@Container
	@ServiceConnection
	static final ConsulContainer CONSUL = new ConsulContainer("hashicorp/consul:1.21");

	@Autowired
	private ConsulConnectionDetails details;

	@Test
	void theAgentAnswersWhereTheDetailsSay() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(this.details.getUrls().get(0).resolve("/v1/agent/self")).build();
		HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("\"Datacenter\"");
	}

}
