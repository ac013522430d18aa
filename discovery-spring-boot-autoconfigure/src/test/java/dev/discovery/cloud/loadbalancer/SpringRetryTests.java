package dev.discovery.cloud.loadbalancer;

import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerInterceptor;
import org.springframework.cloud.client.loadbalancer.RetryLoadBalancerInterceptor;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancedExchangeFilterFunction;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerExchangeFilterFunction;
import org.springframework.cloud.client.loadbalancer.reactive.RetryableLoadBalancerExchangeFilterFunction;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whose retries they are when spring-retry is on the class path.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpringRetryTests {

	private static final String RETRY = "spring.cloud.loadbalancer.retry.enabled";

	private final EchoServer server = new EchoServer();

	private ConfigurableApplicationContext context;

	@AfterEach
	void stop() {
		this.context.close();
		this.server.close();
	}

	private void run(String... properties) {
		LiveBackend backend = new LiveBackend().with("shaky", this.server.port(), EchoServer.closedPort());
		this.context = CallApplication.run(CallApplication.class, backend, properties);
	}

	@Test
	void theyAreOursByDefault(CapturedOutput output) {
		run();
		assertThat(this.context.getBean(LoadBalancerInterceptor.class)).isNotNull();
		assertThat(this.context.getBean(ReactorLoadBalancerExchangeFilterFunction.class))
			.isInstanceOf(BalancedExchangeFilterFunction.class);
		assertThat(this.context.getBeansOfType(LoadBalancedExchangeFilterFunction.class)).hasSize(1);
		assertThat(output).doesNotContain(RETRY);
	}

	@Test
	void theyAreSpringCloudsWhereTheUserSaysSo(CapturedOutput output) {
		run(RETRY + "=true");
		assertThat(this.context.getBean(RetryLoadBalancerInterceptor.class)).isNotNull();
		assertThat(this.context.getBean(LoadBalancedExchangeFilterFunction.class))
			.isInstanceOf(RetryableLoadBalancerExchangeFilterFunction.class);
		for (ClientKind client : List.of(ClientKind.REST_TEMPLATE, ClientKind.REST_CLIENT, ClientKind.WEB_CLIENT)) {
			for (int i = 0; i < 4; i++) {
				assertThat(client.get(this.context, "shaky")).isEqualTo("GET " + this.server.port());
			}
		}
		assertThat(output.getOut().split(RETRY + " is true", -1)).hasSize(2);
	}

	@Test
	void aCallIsOneAttemptWhereTheyAreSpringClouds() {
		run(RETRY + "=true");
		List<Integer> attempts = new ArrayList<>();
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> this.context.getBean(LoadBalancerClient.class).execute("shaky", (instance) -> {
				attempts.add(instance.getPort());
				throw new ConnectException("refused");
			}));
		assertThat(attempts).hasSize(1);
	}

}
