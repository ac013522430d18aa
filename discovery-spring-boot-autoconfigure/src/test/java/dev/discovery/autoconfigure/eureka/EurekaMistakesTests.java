package dev.discovery.autoconfigure.eureka;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.Mistakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody reads whose configuration of Eureka can't work.
 */
class EurekaMistakesTests {

	private static final String WRITE_A_URL = "Write it like http://localhost:8761/eureka.";

	private static final String SECONDS = "must be a whole number of seconds, at least one, since Eureka counts in seconds";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, DiscoveryAutoConfiguration.class,
				EurekaBackendAutoConfiguration.class))
		.withPropertyValues("discovery.backend=eureka");

	static Arguments[] mistakes() {
		return new Arguments[] {
				mistake("urls=localhost:8761", "urls[0]' is 'localhost:8761'",
						"is not an http or https URL with a host", WRITE_A_URL),
				mistake("urls=http://a/eureka,http://b:0", "urls[1]' is 'http://b:0'",
						"has a port that is not from 1 to 65535", WRITE_A_URL),
				mistake("urls=http://a/eureka?x=y", "urls[0]' is 'http://a/eureka?***'",
						"has something behind its path", WRITE_A_URL),
				mistake("zones.east.urls=http://a b", "zones.east.urls[0]' is 'http://a b'", "is not a URL",
						WRITE_A_URL),
				mistake("zones.east.urls=", "zones.east.urls' is not set", "the zone has no servers",
						"Give it some, or remove the zone."),
				mistake("username=orders", "password' is not set", "is missing, but discovery.eureka.username is set",
						"Set both, or neither."),
				mistake("password=canary", "username' is not set", "is missing, but discovery.eureka.password is set",
						"Set both, or neither."),
				mistake("username=a:b", "username' is 'a:b'", "must not have a colon in it",
						"Basic authentication knows no such users.", "password=canary"),
				mistake("password=canary\tx", "password' is '***'", "has a control character in it",
						"Take out line breaks and the like.", "username=orders"),
				mistake("ssl.bundle=mine", "ssl.bundle' is 'mine'",
						"is set, but what goes to http://***@a/eureka would be sent in the clear",
						"Begin the URL with https, or remove discovery.eureka.ssl.bundle.",
						"urls=http://user:canary@a/eureka"),
				mistake("ssl.bundle=mine", "ssl.bundle' is 'mine'", "there is no such SSL bundle",
						"Define it under spring.ssl.bundle.pem.mine or spring.ssl.bundle.jks.mine.",
						"urls=https://a/eureka"),
				mistake("connect-timeout=0s", "connect-timeout' is 'PT0S'", "must be more than zero",
						"Write it like 500ms, 2s or 10m."),
				mistake("max-answer-size=2GB", "max-answer-size' is '2147483648B'", "must be from 1KB to 1GB",
						"Write it like 16MB."),
				mistake("fetch-interval=999ms", "fetch-interval' is 'PT0.999S'", "must be at least PT1S",
						"Each application asks that often: use 1s or more, such as 5s."),
				mistake("regions=a,", "regions[1]' is ''", "must not be blank",
						"Give it a value, or take it out of the list."),
				mistake("registration.heartbeat=500ms", "registration.heartbeat' is 'PT0.5S'", SECONDS,
						"Write it like 30s."),
				mistake("registration.lease=90500ms", "registration.lease' is 'PT1M30.5S'", SECONDS,
						"Write it like 30s."),
				mistake("registration.lease=30s", "registration.lease' is 'PT30S'",
						"must be longer than the heartbeat, which is PT30S",
						"Set it to about three times discovery.eureka.registration.heartbeat."),
				mistake("registration.vip-addresses=a,", "registration.vip-addresses[1]' is ''", "must not be blank",
						"Give it a value, or take it out of the list.") };
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("mistakes")
	void areNamedWithWhatToDo(String mistake, String property, String reason, String advice, String[] more) {
		FailureAnalysis analysis = Mistakes.analyze(this.runner.withPropertyValues("discovery.eureka." + mistake),
				Mistakes.prefixed("discovery.eureka.", more));
		assertThat(analysis.getDescription())
			.isEqualTo("The property 'discovery.eureka." + property + ": " + reason + ".");
		assertThat(analysis.getAction()).isEqualTo(advice);
		assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain("canary");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://user:canary@a:99999/eureka", "user:canary@a/eureka", "http://u:canary @a",
			"ftp://u:canary@a" })
	void neverShowAPassword(String url) {
		for (String property : new String[] { "discovery.eureka.urls", "discovery.eureka.zones.a.urls",
				"eureka.client.service-url.defaultZone" }) {
			assertThat(analyze(property + "=" + url).getDescription()).doesNotContain("canary").contains("***");
		}
	}

	@Test
	void inPropertiesOfSpringCloudAreNamedAsTheyWereWritten() {
		FailureAnalysis analysis = analyze("eureka.client.serviceUrl.defaultZone=http://a/eureka,b");
		assertThat(analysis.getDescription()).isEqualTo("The property 'eureka.client.service-url.defaultZone' is 'b':"
				+ " is not an http or https URL with a host.");
	}

	private FailureAnalysis analyze(String... properties) {
		return Mistakes.analyze(this.runner, properties);
	}

	private static Arguments mistake(String mistake, String property, String reason, String advice, String... more) {
		return Arguments.of(mistake, property, reason, advice, more);
	}

}
