package dev.discovery.model;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InstanceTests {

	@ParameterizedTest
	@ValueSource(strings = { "a@b", "trusted.com@evil.com", "x/y?", "x#", "a\r\nHost: b", " ", "", "a\\b", "a\u3002b",
			"my_host", "a b", "[::1", "::1%eth0", "fe80::zz", "a:b", "-", "a..b", "1.2.3.4.5:80" })
	void refusesHostsThatCouldMoveTheBoundaryOfAUri(String host) {
		assertThatExceptionOfType(InvalidInstanceException.class)
			.isThrownBy(() -> Instance.builder("orders", host, 80).build())
			.withMessageContaining("host")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("\r", "\n", "\u3002"));
	}

	@Test
	void refusesHostsThatAreTooLong() {
		assertThatExceptionOfType(InvalidInstanceException.class)
			.isThrownBy(() -> Instance.builder("orders", "a".repeat(254), 80).build());
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 65536 })
	void refusesPortsThatDoNotExist(int port) {
		assertThatExceptionOfType(InvalidInstanceException.class)
			.isThrownBy(() -> Instance.builder("orders", "localhost", port).build())
			.withMessageContaining("65535");
	}

	@ParameterizedTest
	@CsvSource({ "localhost, 80, false, http://localhost:80", "10.0.0.1, 8443, true, https://10.0.0.1:8443",
			"::1, 80, false, http://[::1]:80", "[2001:db8::7], 80, false, http://[2001:db8::7]:80",
			"a-1.b.example, 65535, false, http://a-1.b.example:65535" })
	void buildsTheUriFromTheAuthority(String host, int port, boolean secure, URI expected) {
		Instance instance = Instance.builder("orders", host, port).secure(secure).build();
		assertThat(instance.getUri()).isEqualTo(expected).isSameAs(instance.getUri());
		assertThat(instance.getUri().getHost()).isEqualTo(instance.getHost());
		assertThat(instance.getScheme()).isEqualTo(expected.getScheme());
	}

	@Test
	void hasAnIdMadeOfServiceHostAndPortUnlessItHasAnother() {
		assertThat(Instance.builder("orders", "h", 1).build().getInstanceId()).isEqualTo("orders-h-1");
		assertThat(Instance.builder("orders", "h", 1).instanceId("x").build().getInstanceId()).isEqualTo("x");
		assertThat(Instance.builder("orders", "h", 1).instanceId(" ").build().getInstanceId()).isEqualTo("orders-h-1");
	}

	@Test
	void isEqualByServiceAndIdAndComparesAllOnRequest() {
		Instance instance = Instance.builder("orders", "h", 1).instanceId("x").build();
		Instance moved = Instance.builder("orders", "other", 2).instanceId("x").build();
		assertThat(moved).isEqualTo(instance).hasSameHashCodeAs(instance);
		assertThat(moved.sameContent(instance)).isFalse();
		assertThat(instance.withHealth(Health.DOWN).sameContent(instance)).isFalse();
		assertThat(instance.withHealth(Health.UP)).isSameAs(instance);
		assertThat(Instance.builder("billing", "h", 1).instanceId("x").build()).isNotEqualTo(instance);
	}

	@Test
	void keepsEverythingWhenItsHealthChanges() {
		Instance instance = Instance.builder("orders", "::1", 1)
			.secure(true)
			.instanceId("x")
			.metadata(Map.of("zone", "a", "k", "v"))
			.build();
		Instance down = instance.withHealth(Health.DOWN);
		assertThat(down.getHealth()).isEqualTo(Health.DOWN);
		assertThat(down.withHealth(Health.UP).sameContent(instance)).isTrue();
	}

	@Test
	void neverHasNullMetadata() {
		assertThat(Instance.builder("orders", "h", 1).build().getMetadata()).isEmpty();
	}

	@Test
	void takesItsLocalityFromTheMetadataUnlessItIsGiven() {
		Instance read = Instance.builder("orders", "h", 1).metadata(Map.of("zone", "a", "region", "r")).build();
		assertThat(read.getLocality()).isEqualTo(new Locality("r", "a"));
		Instance given = Instance.builder("orders", "h", 1)
			.metadata(Map.of("zone", "a"))
			.locality(Locality.of("r", "b"))
			.build();
		assertThat(given.getLocality()).isEqualTo(new Locality("r", "b"));
		assertThat(given.getMetadata()).containsEntry("zone", "b").containsEntry("region", "r");
	}

	@Test
	void keepsControlCharactersOutOfMetadataAndIds() {
		Map<String, String> metadata = new LinkedHashMap<>();
		metadata.put("k\n", "a\r\nX-Evil: 1\0");
		metadata.put("none", null);
		assertThat(Instance.builder("orders", "h", 1).metadata(metadata).build().getMetadata())
			.containsExactly(Map.entry("k ", "a  X-Evil: 1 "));
		assertThatExceptionOfType(InvalidInstanceException.class)
			.isThrownBy(() -> Instance.builder("orders", "h", 1).instanceId("a\nb").build());
		assertThatExceptionOfType(InvalidInstanceException.class)
			.isThrownBy(() -> Instance.builder(" ", "h", 1).build());
	}

	@ParameterizedTest
	@ValueSource(strings = { "2852039166", "0xa9fea9fe", "0XA9.0xFE.0xA9.0xFE", "0251.0376.0251.0376", "169.254.1",
			"169.254.169.254.", "0169.254.169.254", "169.254.169.0xfe", "10.0.0.08", "256.1.1.1", "1.2.3", "a.1", "0x",
			"::ffff:0169.254.169.254", "[::ffff:0169.254.169.254]", "64:ff9b::169.254.169.0254" })
	void refusesOtherFormsOfIpv4WhichResolversReadInDifferentWays(String host) {
		assertThatExceptionOfType(InvalidInstanceException.class)
			.isThrownBy(() -> Instance.builder("orders", host, 80).build())
			.withMessageContaining("host");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "10.20.30.40", "255.255.255.255", "a1", "1a.b2", "0xa9.example", "7.example",
			"::ffff:10.0.0.1" })
	void takesPlainAddressesAndNamesWithDigits(String host) {
		assertThat(Instance.builder("orders", host, 80).build().getUri().getHost()).contains(host);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\u0085b", "a\u2028b", "a\u2029b", "a\u001bb", "a\u007fb", "a\0b" })
	void takesNoCharacterForPartOfALineThatMayEndIt(String text) {
		assertThat(Instance.builder("orders", "h", 1).metadata(Map.of("k", text)).build().getMetadata())
			.containsEntry("k", "a b");
		assertThatExceptionOfType(InvalidInstanceException.class)
			.isThrownBy(() -> Instance.builder("orders", "h", 1).instanceId(text).build());
		assertThatExceptionOfType(InvalidInstanceException.class)
			.isThrownBy(() -> Instance.builder(text, "h", 1).build());
	}

	@ParameterizedTest
	@CsvSource({ "management.context-path, ../admin", "management.context-path, /actuator/../../admin",
			"management.context-path, /%2e%2E/admin", "management.context-path, /a/..;x=1/admin",
			"management.context-path, '/a\\..\\b'", "management.context-path, //evil.com/x",
			"management.context-path, @evil.com", "management.context-path, ':80@evil.com/'",
			"management.context-path, '/a b'", "management.context-path, '/a\u3002'", "health-path, /..",
			"health-path, ?x", "health-path, '/a#b'", "management.scheme, file", "management.scheme, jar",
			"management.scheme, ldap", "management.address, a@b", "management.address, 0xa9fea9fe",
			"management.port, 0", "management.port, -1", "management.port, 65536" })
	void refusesMetadataThatWouldLeadItsActuatorAstray(String key, String value) {
		assertThatExceptionOfType(InvalidInstanceException.class)
			.isThrownBy(() -> Instance.builder("orders", "h", 1).metadata(Map.of(key, value)).build())
			.satisfies((ex) -> assertThat(ex.getMessage()).isPrintable());
	}

	@ParameterizedTest
	@CsvSource({ "management.context-path, /", "management.context-path, ''", "management.context-path, actuator",
			"management.context-path, /a.b/..c/d;v=1/@x", "health-path, /health?full=true", "management.scheme, HTTPS",
			"management.address, fd00::7", "management.port, 9090", "management.port, none" })
	void takesMetadataThatLeadsToItsActuator(String key, String value) {
		assertThat(Instance.builder("orders", "h", 1).metadata(Map.of(key, value)).build().getMetadata())
			.containsEntry(key, value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "file", "jar", "ldap", "http" })
	void takesNoSchemeFromTheMetadata(String scheme) {
		Instance secure = Instance.builder("orders", "h", 1)
			.secure(true)
			.metadata(Map.of("scheme", scheme, "secure", "false"))
			.build();
		assertThat(secure.getUri()).hasScheme("https");
		assertThat(secure.withHealth(Health.DOWN).getUri()).hasScheme("https");
		assertThat(Instance.builder("orders", "h", 1).metadata(Map.of("scheme", scheme)).build().getUri())
			.hasScheme("http");
	}

	@Test
	void hasMetadataThatBehavesLikeAMap() {
		Map<String, String> metadata = Instance.builder("orders", "h", 1)
			.metadata(Map.of("b", "2", "a", "1"))
			.build()
			.getMetadata();
		assertThat(metadata).isEqualTo(Map.of("a", "1", "b", "2")).hasSameHashCodeAs(Map.of("a", "1", "b", "2"));
		assertThat(metadata.keySet()).containsExactly("a", "b");
		assertThat(metadata.get("c")).isNull();
		assertThat(metadata.containsKey("a")).isTrue();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> metadata.put("c", "3"));
	}

	@ParameterizedTest
	@CsvSource({ "up, UP", "OUT_OF_SERVICE, OUT_OF_SERVICE", "out-of-service, OUT_OF_SERVICE", " Down , DOWN" })
	void readsHealthAsPeopleWriteIt(String text, Health expected) {
		assertThat(Health.parse(text)).isEqualTo(expected);
	}

	@Test
	void saysWhichHealthThereIs() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Health.parse("fine"))
			.withMessage("Unknown status 'fine': use UP, STARTING, DOWN, OUT_OF_SERVICE or UNKNOWN");
	}

}
