package dev.discovery.fitness.probe;

import java.util.HashMap;
import java.util.Map;

import dev.discovery.model.Instance;
import dev.discovery.model.InvalidInstanceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ProbeTargetsTests {

	/** What the model doesn't let in needn't be examined here. */
	private static final String REFUSED = "refused by the model";

	private final ProbeTargets targets = new ProbeTargets("/actuator/health");

	@Test
	void asksAtTheConfiguredPathOfItsOwnPortWhereTheMetadataSaysNothing() {
		assertThat(target(false)).isEqualTo("http://orders.example:8080/actuator/health");
		assertThat(target(true)).isEqualTo("https://orders.example:8080/actuator/health");
	}

	@Test
	void asksAtTheHealthPathOfItsOwnPort() {
		assertThat(target(false, "health-path", "/healthz", "management.port", "9090"))
			.isEqualTo("http://orders.example:8080/healthz");
	}

	@Test
	void asksAtTheActuatorWhereverItIs() {
		assertThat(target(false, "management.port", "9090", "management.context-path", "/admin/actuator"))
			.isEqualTo("http://orders.example:9090/admin/actuator/health");
		assertThat(target(false, "management.port", "9090")).isEqualTo("http://orders.example:9090/actuator/health");
		assertThat(target(false, "management.context-path", "/app/actuator"))
			.isEqualTo("http://orders.example:8080/app/actuator/health");
		assertThat(target(false, "management.port", "9090", "management.context-path", "/"))
			.isEqualTo("http://orders.example:9090/health");
	}

	@Test
	void isNeverWeakerThanTheInstance() {
		assertThat(target(true, "management.port", "9090")).isEqualTo("https://orders.example:9090/actuator/health");
		assertThat(target(true, "management.port", "9090", "management.scheme", "http")).isEqualTo("null");
		assertThat(target(false, "management.port", "9090", "management.scheme", "https"))
			.isEqualTo("https://orders.example:9090/actuator/health");
	}

	@Test
	void neverAsksAnotherHost() {
		assertThat(target(false, "management.port", "9090", "management.address", "169.254.169.254")).isEqualTo("null");
		assertThat(target(false, "management.port", "9090", "management.address", "127.0.0.1")).isEqualTo("null");
		assertThat(target(false, "management.port", "9090", "management.address", "orders.example"))
			.isEqualTo("http://orders.example:9090/actuator/health");
	}

	@Test
	void asksIpv6Addresses() {
		Instance instance = Instance.builder("orders", "::1", 8080)
			.metadata(Map.of("management.port", "9090", "management.address", "::1"))
			.build();
		assertThat(this.targets.uri(instance)).hasToString("http://[::1]:9090/actuator/health");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "health", "//evil.example/health", "/a//b", "/../secret", "/a/../b", "/a/..", "/./a",
			"http://evil.example/", "@evil.example/", "/@evil.example", "/a:80", "/a?b=c", "/a#b", "/a b",
			"/a\r\nHost: x", "/a%2f..", "/%2e%2e/a", "/a;b=c", "/a\\b", "/\u00e4", "\\\\evil", "/a\u0000" })
	void takesNoPathThatCouldLeadElsewhere(String path) {
		assertThat(target(false, "health-path", path)).isIn(REFUSED, "http://orders.example:8080/actuator/health");
		assertThat(target(false, "management.port", "9090", "management.context-path", path)).isIn(REFUSED,
				"http://orders.example:8080/actuator/health");
		assertThatIllegalArgumentException().isThrownBy(() -> new ProbeTargets(path));
	}

	@Test
	void takesNoPathWithoutEnd() {
		assertThat(target(false, "health-path", "/" + "a".repeat(255))).endsWith("/" + "a".repeat(255));
		assertThat(target(false, "health-path", "/" + "a".repeat(256))).endsWith(":8080/actuator/health");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "0", "-1", "65536", "99999999999", "80@evil.example", "+80", "8080/", " 80", "\u0661" })
	void takesNoPortThatIsNone(String port) {
		assertThat(target(false, "management.port", port, "management.context-path", "/manage")).isIn(REFUSED,
				"http://orders.example:8080/actuator/health");
	}

	@Test
	void takesPlainPaths() {
		for (String path : new String[] { "/", "/health", "/.well-known/health", "/a-b_c~d/e.f/",
				"/actuator/health/readiness" }) {
			assertThat(target(false, "health-path", path)).isEqualTo("http://orders.example:8080" + path);
		}
	}

	private String target(boolean secure, String... metadata) {
		Map<String, String> entries = new HashMap<>();
		for (int i = 0; i < metadata.length; i += 2) {
			entries.put(metadata[i], metadata[i + 1]);
		}
		try {
			return String.valueOf(this.targets
				.uri(Instance.builder("orders", "orders.example", 8080).secure(secure).metadata(entries).build()));
		}
		catch (InvalidInstanceException ex) {
			return REFUSED;
		}
	}

}
