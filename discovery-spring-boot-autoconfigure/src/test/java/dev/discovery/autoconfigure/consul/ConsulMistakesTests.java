package dev.discovery.autoconfigure.consul;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.Mistakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
 * What somebody reads whose configuration of Consul can't work.
 */
class ConsulMistakesTests {

	private static final String WRITE_A_URL = "Write it like http://localhost:8500; a token goes into"
			+ " discovery.consul.token.";

	private static final String KEEP_ONE_URL = "Keep one of them: url for one agent, urls for several.";

	private static final String IN_RANGE = "Use a whole number in that range, or remove it.";

	private static final String TOKEN_ALONE = "Set it to the token alone, without blanks or line breaks in it.";

	private static final String TOKEN_IN_FILE = "Set it to a file that this application may read and that holds the"
			+ " token, nothing else.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, DiscoveryAutoConfiguration.class,
				ConsulBackendAutoConfiguration.class))
		.withPropertyValues("discovery.backend=consul");

	static Arguments[] urls() {
		return new Arguments[] { mistake("url=localhost:8500", "is not an http or https URL with a host", WRITE_A_URL),
				mistake("url=ftp://consul", "is not an http or https URL with a host", WRITE_A_URL),
				mistake("url=http://my_consul:8500", "is not an http or https URL with a host", WRITE_A_URL),
				mistake("url=", "is not an http or https URL with a host", WRITE_A_URL),
				mistake("url=http://a b", "is not a URL", WRITE_A_URL),
				mistake("url=http://consul:99999", "has a port that is not from 1 to 65535", WRITE_A_URL),
				mistake("url=http://consul#x", "has something behind its path", WRITE_A_URL),
				shown("urls=http://a:1,http://b:2,c", "urls[2]", "c", "is not an http or https URL with a host",
						WRITE_A_URL),
				mistake("url=http://a", "is set, and so is discovery.consul.urls", KEEP_ONE_URL, "urls=http://b"),
				mistake("ssl.bundle=mine", "is set, but what goes to http://localhost:8500 would be sent in the clear",
						"Begin the URL with https, or remove discovery.consul.ssl.bundle."),
				mistake("ssl.bundle=mine", "is set, but what goes to http://b would be sent in the clear",
						"Begin the URL with https, or remove discovery.consul.ssl.bundle.", "urls=https://a,http://b"),
				mistake("ssl.bundle=mine", "there is no such SSL bundle",
						"Define it under spring.ssl.bundle.pem.mine or spring.ssl.bundle.jks.mine.", "url=https://a") };
	}

	static Arguments[] limits() {
		return new Arguments[] {
				shown("connect-timeout=0s", "connect-timeout", "PT0S", "must be more than zero",
						"Write it like 500ms, 2s or 10m."),
				mistake("max-answer-size=1B", "must be from 1KB to 1GB", "Write it like 16MB."),
				shown("max-answer-size=2GB", "max-answer-size", "2147483648B", "must be from 1KB to 1GB",
						"Write it like 16MB."),
				shown("wait=999ms", "wait", "PT0.999S", "must be from 1s to 10m",
						"Use a value that proxies on the way to Consul allow, such as 55s; Consul itself allows 10m."),
				shown("wait=11m", "wait", "PT11M", "must be from 1s to 10m",
						"Use a value that proxies on the way to Consul allow, such as 55s; Consul itself allows 10m."),
				mistake("max-polls=0", "must be from 1 to 180",
						"Use a number below the agent's limits.http_max_conns_per_client, which is 200 by default."),
				mistake("max-polls=181", "must be from 1 to 180",
						"Use a number below the agent's limits.http_max_conns_per_client, which is 200 by default."),
				shown("datacenter=a", "datacenter", "a", "is set, and so is discovery.consul.datacenters",
						"Keep one of them: datacenter for one, datacenters for several.", "datacenters=a,b"),
				shown("tags=a,", "tags[1]", "", "must not be blank", "Give it a value, or take it out of the list."),
				shown("services.orders.datacenters=,b", "services.orders.datacenters[0]", "", "must not be blank",
						"Give it a value, or take it out of the list.") };
	}

	static Arguments[] registrations() {
		String check = "registration.check.";
		return new Arguments[] {
				shown(check + "ttl=0s", check + "ttl", "PT0S", "must be more than zero",
						"Write it like 500ms, 2s or 10m."),
				shown(check + "heartbeat=-1s", check + "heartbeat", "PT-1S", "must be more than zero",
						"Write it like 500ms, 2s or 10m."),
				shown(check + "heartbeat=30s", check + "heartbeat", "PT30S",
						"must be shorter than the ttl, which is PT30S",
						"Set it to about a third of discovery.consul.registration.check.ttl, or remove it."),
				mistake(check + "path=health", "is not the path of a URL",
						"Write it like /actuator/health, or remove it to use the health endpoint of the actuator.",
						check + "type=http"),
				shown(check + "interval=500ms", check + "interval", "PT0.5S",
						"must be at least 1s, since Consul doesn't look more often", "Write it like 10s.",
						check + "type=tcp"),
				shown(check + "timeout=0s", check + "timeout", "PT0S", "must be more than zero",
						"Write it like 500ms, 2s or 10m.", check + "type=http"),
				shown("registration.deregister-critical-after=59s", "registration.deregister-critical-after", "PT59S",
						"must be 0 or at least 1m, since Consul takes less for a minute",
						"Write it like 5m, or set it to 0 if Consul should never forget the application."),
				mistake("registration.weights.passing=0", "must be from 1 to 65535", IN_RANGE),
				mistake("registration.weights.passing=65536", "must be from 1 to 65535", IN_RANGE),
				mistake("registration.weights.warning=-1", "must be from 0 to 65535", IN_RANGE),
				mistake("registration.weights.warning=65536", "must be from 0 to 65535", IN_RANGE) };
	}

	static Arguments[] tokens() {
		return new Arguments[] {
				shown("token= ", "token", "", "must not be blank", "Set it to the token, or remove it."),
				shown("token=se cret", "token", "***", "is more than a token", TOKEN_ALONE),
				mistake("token-file=/f", "is set, and so is discovery.consul.token", "Keep one of them.", "token=t"),
				mistake("token-file=/no/such/file", "the file doesn't exist", TOKEN_IN_FILE) };
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "urls", "limits", "registrations", "tokens" })
	void areNamedWithWhatToDo(String mistake, String property, String value, String reason, String advice,
			String[] more) {
		FailureAnalysis analysis = Mistakes.analyze(this.runner.withPropertyValues("discovery.consul." + mistake),
				Mistakes.prefixed("discovery.consul.", more));
		assertThat(analysis.getDescription())
			.isEqualTo("The property 'discovery.consul." + property + "' is '" + value + "': " + reason + ".");
		assertThat(analysis.getAction()).isEqualTo(advice);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://user:secret@consul:8500", "http://secret@consul", "http://u:x//secret@consul",
			"http://u:x?secret@consul", "u:secret@consul:8500", "http://u:secret @consul", "http://consul?token=secret",
			"HTTPS://u:secret@[::1]:8500#a@b" })
	void neverShowWhatMayBeAPassword(String url) {
		assertThat(analyze("discovery.consul.url=" + url).getDescription()).doesNotContain("secret").contains("***");
		assertThat(analyze("discovery.consul.urls=http://a," + url).getDescription()).doesNotContain("secret");
		assertThat(analyze("discovery.consul.url=" + url, "discovery.consul.urls=http://a").getDescription())
			.doesNotContain("secret");
		assertThat(analyze("spring.cloud.consul.host=" + url).getDescription()).doesNotContain("secret");
	}

	@Test
	void sayThatConsulKnowsNoUsers() {
		assertThat(analyze("discovery.consul.url=http://user:secret@consul:8500").getDescription())
			.isEqualTo("The property 'discovery.consul.url' is 'http://***@consul:8500': has a user in it, which Consul"
					+ " knows nothing of.");
	}

	@Test
	void listTheBundlesThatThereAre() {
		FailureAnalysis analysis = analyze("discovery.consul.url=https://consul", "discovery.consul.ssl.bundle=mine",
				"spring.ssl.bundle.jks.yours.protocol=TLS", "spring.ssl.bundle.jks.theirs.protocol=TLS");
		assertThat(analysis.getAction()).isEqualTo("Define it under spring.ssl.bundle.pem.mine or"
				+ " spring.ssl.bundle.jks.mine, or use one of: theirs, yours.");
	}

	@Test
	void nameTheFileThatHoldsNoToken(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("token"), " \n");
		FailureAnalysis analysis = analyze("discovery.consul.token-file=" + file);
		assertThat(analysis.getDescription())
			.isEqualTo("The property 'discovery.consul.token-file' is '" + file + "': the file is empty.");
		assertThat(analysis.getAction()).isEqualTo(TOKEN_IN_FILE);
	}

	@Test
	void nameThePathThatNoFileCanHave() {
		FailureAnalysis analysis = analyze("discovery.consul.token-file=a\u0000b");
		assertThat(analysis.getDescription())
			.isEqualTo("The property 'discovery.consul.token-file' is 'a?b': is not the path of a file.");
		assertThat(analysis.getAction()).isEqualTo("Write it like /run/secrets/consul-token.");
	}

	@Test
	void inPropertiesOfSpringCloudLeadToOurs() {
		FailureAnalysis analysis = analyze("spring.cloud.consul.host=my_consul", "spring.cloud.consul.port=8501");
		assertThat(analysis.getDescription()).isEqualTo("The property 'discovery.consul.url' is not set: the URL"
				+ " that follows from spring.cloud.consul.host and spring.cloud.consul.port, http://my_consul:8501, is not an http"
				+ " or https URL with a host.");
		assertThat(analysis.getAction()).isEqualTo("Set discovery.consul.url, for example to http://localhost:8500.");
	}

	private FailureAnalysis analyze(String... properties) {
		return Mistakes.analyze(this.runner, properties);
	}

	private static Arguments mistake(String mistake, String reason, String advice, String... more) {
		String[] parts = mistake.split("=", 2);
		return shown(mistake, parts[0], parts[1], reason, advice, more);
	}

	private static Arguments shown(String mistake, String property, String value, String reason, String advice,
			String... more) {
		return Arguments.of(mistake, property, value, reason, advice, more);
	}

}
