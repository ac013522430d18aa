package dev.discovery.autoconfigure.container;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import dev.discovery.autoconfigure.eureka.EurekaConnectionDetails;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
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
class EurekaContainerTests {

	@Container
	@ServiceConnection("eureka")
	static final GenericContainer<?> EUREKA = new GenericContainer<>("steeltoeoss/eureka-server:latest")
		.withExposedPorts(8761)
		.waitingFor(Wait.forHttp("/eureka/apps").forPort(8761));

	@Autowired
	private EurekaConnectionDetails details;

	@Test
	void theServerAnswersWhereTheDetailsSay() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(this.details.getUrls().get(0).resolve("/eureka/apps")).build();
		HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).contains("applications");
	}

}
