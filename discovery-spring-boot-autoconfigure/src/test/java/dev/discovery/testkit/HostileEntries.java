package dev.discovery.testkit;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.discovery.model.Instance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every dialect has to keep out. In each answer there is one good entry beside the
 * hostile one.
 */
public abstract class HostileEntries {

	/**
	 * Has the registry name one instance, and reads it.
	 */
	protected abstract Result read(Entry entry);

	static Stream<String> hosts() {
		return Stream.of("a@b", "trusted.com@evil.com", "x/y?", "x#", "a\r\nHost: b", "a\nb", "a b", "a\\b", "a\u3002b",
				"a\uff0eb", "a%2eb", "a\0b", "a".repeat(254), "[::1", "::1%eth0", "a:80", "2852039166", "0xa9fea9fe",
				"0251.0376.0251.0376", "169.254.1");
	}

	static Stream<String> linkLocals() {
		return Stream.of("169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe");
	}

	static Stream<Map<String, String>> metadata() {
		return Stream.of(Map.of("management.context-path", "../admin"), Map.of("health-path", "/../admin"),
				Map.of("management.scheme", "file"), Map.of("management.scheme", "jar"),
				Map.of("management.scheme", "ldap"), Map.of("management.address", "a@b"),
				Map.of("management.port", "65536"));
	}

	@ParameterizedTest
	@MethodSource("hosts")
	void dropsAndCountsAHostThatIsNone(String host) {
		assertDropped(read(new Entry("hostile", host, 8080, Map.of())), "invalid");
	}

	@ParameterizedTest
	@MethodSource("linkLocals")
	void dropsAndCountsALinkLocalAddress(String host) {
		assertDropped(read(new Entry("hostile", host, 8080, Map.of())), "link_local");
	}

	@Test
	void dropsAndCountsAPortThatIsNone() {
		for (int port : List.of(0, -1, 65536)) {
			assertDropped(read(new Entry("hostile", "10.0.0.9", port, Map.of())), "invalid");
		}
	}

	@ParameterizedTest
	@MethodSource("metadata")
	void dropsAndCountsMetadataThatLeadsAstray(Map<String, String> metadata) {
		assertDropped(read(new Entry("hostile", "10.0.0.9", 8080, metadata)), "invalid");
	}

	@Test
	void takesNoSchemeAndNoLineBreakFromMetadata() {
		for (String scheme : List.of("file", "jar", "ldap")) {
			Result result = read(new Entry("odd", "10.0.0.9", 8080, Map.of("scheme", scheme, "k", "a\r\nX-Evil: 1\0")));
			assertThat(result.instances()).hasSize(2)
				.allSatisfy((instance) -> assertThat(instance.getUri()).hasScheme("http"))
				.allSatisfy((instance) -> assertThat(instance.getMetadata().getOrDefault("k", "-")).isPrintable());
		}
	}

	private static void assertDropped(Result result, String reason) {
		assertThat(result.instances()).extracting(Instance::getHost).containsExactly("10.0.0.1");
		assertThat(result.dropped()).containsExactly(reason);
	}

	/**
	 * What the registry says of an instance.
	 */
	public record Entry(String id, String host, int port, Map<String, String> metadata) {

		/**
		 * The one that is as it should be.
		 */
		public static final Entry GOOD = new Entry("good", "10.0.0.1", 8080, Map.of());

	}

	/**
	 * What came of it.
	 */
	public record Result(List<Instance> instances, List<String> dropped) {
	}

}
