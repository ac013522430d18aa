package dev.discovery.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What somebody reads whose configuration can't work.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	static Arguments[] mistakes() {
		return new Arguments[] {
				Arguments.of("discovery.backend=zookeeper",
						"The property 'discovery.backend' is 'zookeeper': there is no such backend.",
						"Set it to one of: consul, dns, eureka, gossip, in-memory, kubernetes; "
								+ "or define a bean of type ServiceBackend."),
				Arguments.of("discovery.registration.port=70000",
						"The property 'discovery.registration.port' is '70000': must be from 1 to 65535.",
						"or remove it to use the port of the web server."),
				Arguments.of("discovery.registration.host=http://orders",
						"The property 'discovery.registration.host' is 'http://orders'",
						"without scheme, port or path; or remove it, and the host is found by itself."),
				Arguments.of("discovery.registration.drain=-1s",
						"The property 'discovery.registration.drain' is 'PT-1S': must not be negative.",
						"such as 5s, or to 0."),
				Arguments.of("discovery.cache.first-read-timeout=0s",
						"The property 'discovery.cache.first-read-timeout' is 'PT0S': must be more than zero.",
						"Write it like 500ms, 2s or 10m."),
				Arguments.of("discovery.cache.idle-after=soon", "discovery.cache.idle-after",
						"Update your application's configuration"),
				Arguments.of("discovery.cache.max-unknown=0",
						"The property 'discovery.cache.max-unknown' is '0': must be at least 1.",
						"Use a whole number from 1."),
				Arguments.of("discovery.load-balancer.policy=best",
						"The property 'discovery.load-balancer.policy' is 'best': there is no such policy.",
						"Use one of consistent-hash, least-request, peak-ewma, random, round-robin, weighted, or define a bean of type Policy with that name."),
				Arguments.of("discovery.in-memory.ttl=5s",
						"The property 'discovery.in-memory.ttl' is 'PT5S': must be longer than the heartbeat, which is PT10S.",
						"Set it to about three times discovery.in-memory.heartbeat."),
				Arguments.of("discovery.in-memory.services.inventory[0].uri=localhost:8081",
						"The property 'discovery.in-memory.services.inventory[0].uri' is 'localhost:8081': is not an http or https URI with a host.",
						"Write it like http://localhost:8081."), };
	}

	@Test
	void asksForANameWhereTheApplicationRegistersItself(CapturedOutput output) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "discovery.in-memory.registry=failure-analysis-tests");
		assertThatException().isThrownBy(application::run);
		assertThat(output).contains("The property 'spring.application.name' is not set")
			.contains("Set spring.application.name (or discovery.registration.service-id).");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("mistakes")
	void namesThePropertyAndSaysWhatToDo(String mistake, String description, String action, CapturedOutput output) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("spring.application.name=orders", "discovery.in-memory.registry=failure-analysis-tests");
		assertThatException().isThrownBy(() -> application.run("--" + mistake));
		assertThat(output).contains("APPLICATION FAILED TO START").contains(description).contains(action);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
