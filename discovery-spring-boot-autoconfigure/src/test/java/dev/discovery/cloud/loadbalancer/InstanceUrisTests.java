package dev.discovery.cloud.loadbalancer;

import java.net.URI;
import java.util.List;

import dev.discovery.model.Instance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.cloud.client.DefaultServiceInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InstanceUris}.
 */
class InstanceUrisTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			http://orders,                        false, http://10.0.0.1:8080
			http://orders/,                       false, http://10.0.0.1:8080/
			http://orders/a/b,                    false, http://10.0.0.1:8080/a/b
			http://orders/a/b,                    true,  https://10.0.0.1:8080/a/b
			http://orders?x=1,                    false, http://10.0.0.1:8080?x=1
			http://orders/a?x=1&y=2#part,         false, http://10.0.0.1:8080/a?x=1&y=2#part
			http://orders:81/a,                   false, http://10.0.0.1:8080/a
			http://orders/a%20b/c%2Fd?q=%26%3D,   false, http://10.0.0.1:8080/a%20b/c%2Fd?q=%26%3D
			http://orders/a+b?q=1+2,              false, http://10.0.0.1:8080/a+b?q=1+2
			http://orders//double//slash,         false, http://10.0.0.1:8080//double//slash
			http://orders/%E2%82%AC/€,            false, http://10.0.0.1:8080/%E2%82%AC/€
			http://orders/a;v=1/b,                false, http://10.0.0.1:8080/a;v=1/b
			http://orders/x@evil.com/..,          false, http://10.0.0.1:8080/x@evil.com/..
			http://user:pass%40word@orders/a,     false, http://user:pass%40word@10.0.0.1:8080/a
			https://orders/a,                     false, https://10.0.0.1:8080/a
			https://orders/a,                     true,  https://10.0.0.1:8080/a
			ws://orders/a,                        false, ws://10.0.0.1:8080/a
			ws://orders/a,                        true,  wss://10.0.0.1:8080/a
			wss://orders/a,                       false, wss://10.0.0.1:8080/a
			lb://orders/a,                        false, http://10.0.0.1:8080/a
			lb://orders/a,                        true,  https://10.0.0.1:8080/a
			//orders/a,                           false, http://10.0.0.1:8080/a
			""")
	void putsTheInstanceInThePlaceOfTheServiceId(URI original, boolean secure, String expected) {
		Instance instance = Instance.builder("orders", "10.0.0.1", 8080).secure(secure).build();
		assertThat(InstanceUris.reconstruct(instance, original)).hasToString(expected);
	}

	@Test
	void putsAnIpv6AddressInBrackets() {
		Instance instance = Instance.builder("orders", "2001:db8::1", 8080).build();
		URI uri = InstanceUris.reconstruct(instance, URI.create("http://orders/a?b=c"));
		assertThat(uri).hasToString("http://[2001:db8::1]:8080/a?b=c").hasHost("[2001:db8::1]").hasPort(8080);
	}

	@Test
	void leavesForeignInstancesToSpringCloud() {
		DefaultServiceInstance instance = new DefaultServiceInstance("1", "orders", "example.org", 81, true);
		assertThat(InstanceUris.reconstruct(instance, URI.create("http://orders/a%20b")))
			.hasToString("https://example.org:81/a%20b");
	}

	@Test
	void aUriThatWasAskedForLastIsNotBuiltAgain() {
		Instance instance = Instance.builder("orders", "10.0.0.1", 8080).build();
		URI first = InstanceUris.reconstruct(instance, URI.create("http://orders/a"));
		assertThat(InstanceUris.reconstruct(instance, URI.create("http://orders/a"))).isSameAs(first);
		assertThat(InstanceUris.reconstruct(instance, URI.create("http://orders/b"))).hasPath("/b");
		assertThat(InstanceUris.reconstruct(instance, URI.create("https://orders/a"))).hasScheme("https");
	}

	@Test
	void escapesStayAsTheyAreWritten() {
		Instance instance = Instance.builder("orders", "10.0.0.1", 8080).build();
		for (String path : List.of("/a%2fb", "/a%2Fb")) {
			assertThat(InstanceUris.reconstruct(instance, URI.create("http://orders" + path)))
				.hasToString("http://10.0.0.1:8080" + path);
		}
	}

	@Test
	void longUrisAreNotKept() {
		Instance instance = Instance.builder("orders", "10.0.0.1", 8080).build();
		URI original = URI.create("http://orders/" + "a".repeat(600));
		assertThat(InstanceUris.reconstruct(instance, original))
			.isNotSameAs(InstanceUris.reconstruct(instance, original));
	}

}
