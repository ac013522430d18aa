package dev.discovery.autoconfigure;

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
						"discovery.backend is 'zookeeper', and there is no such backend.",
						"Set discovery.backend to one of: in-memory; or define a bean of type ServiceBackend."),
				Arguments.of("spring.application.name=",
						"spring.application.name is '': this application registers itself and needs a name by which others call it.",
						"Set spring.application.name (or discovery.registration.service-id), or discovery.registration.enabled=false if nobody calls it."),
				Arguments.of("discovery.registration.port=70000",
						"discovery.registration.port is '70000': there is no such port.",
						"Use a number from 1 to 65535, or leave it out to register the web server's port."),
				Arguments.of("discovery.registration.host=http://orders",
						"discovery.registration.host is 'http://orders': the host 'http://orders' is not an IPv6 address.",
						"Use a DNS name or an IP address, without a scheme or a port."),
				Arguments.of("discovery.registration.drain=-1s",
						"discovery.registration.drain is 'PT-1S': it must not be negative.",
						"Write it like 0s, 500ms or 2s."),
				Arguments.of("discovery.cache.first-read-timeout=0s",
						"discovery.cache.first-read-timeout is 'PT0S': it must be more than zero.",
						"Write it like 500ms, 2s or 10m."),
				Arguments.of("discovery.cache.idle-after=soon", "discovery.cache.idle-after",
						"Update your application's configuration"),
				Arguments.of("discovery.cache.max-unknown=0",
						"discovery.cache.max-unknown is '0': it must be at least 1.", "Use a whole number from 1."),
				Arguments.of("discovery.load-balancer.policy=best",
						"discovery.load-balancer.policy is 'best': there is no such policy.",
						"Use one of least-request, random, round-robin, or define a bean of type Policy with that name."),
				Arguments.of("discovery.in-memory.ttl=5s",
						"discovery.in-memory.ttl is 'PT5S': it must be longer than the heartbeat, which is PT10S.",
						"Set it to about three times discovery.in-memory.heartbeat."),
				Arguments.of("discovery.in-memory.services.inventory[0].uri=localhost:8081",
						"discovery.in-memory.services.inventory[0].uri is 'localhost:8081': it is not an http or https URI with a host.",
						"Write it like http://localhost:8081."), };
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
