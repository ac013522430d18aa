package dev.discovery.trust;

import java.util.Map;

import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AddressPolicyTests {

	@ParameterizedTest
	@ValueSource(strings = { "169.254.169.254", "169.254.0.0", "169.254.255.255", "fe80::1", "[febf::1]",
			"::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "0:0:0:0:0:ffff:a9fe:a9fe", "::169.254.169.254",
			"64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1" })
	void refusesLinkLocalAddressesInWhateverForm(String host) {
		assertThat(flaw(AddressPolicy.usual(), host)).isEqualTo(Flaw.LINK_LOCAL);
		assertThat(flaw(AddressPolicy.usual().network("0.0.0.0/0").network("::/0"), host)).isEqualTo(Flaw.LINK_LOCAL);
		assertThat(flaw(AddressPolicy.usual().linkLocal(true), host)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "169.253.255.255", "169.255.0.0", "10.0.0.1", "127.0.0.1", "::1", "fec0::1", "2001:db8::1",
			"::ffff:10.0.0.1", "orders.example", "localhost", "fe80.example" })
	void letsEverythingElseInAsLongAsNothingIsListed(String host) {
		assertThat(flaw(AddressPolicy.usual(), host)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 10.255.0.1, true", "10.0.0.0/8, 11.0.0.1, false", "10.128.0.0/9, 10.127.0.1, false",
			"10.0.0.7, 10.0.0.7, true", "10.0.0.7, 10.0.0.8, false", "0.0.0.0/0, 8.8.8.8, true",
			"0.0.0.0/0, ::1, false", "2001:db8::/33, 2001:db8:7fff::1, true", "2001:db8::/33, 2001:db8:8000::1, false",
			"10.0.0.0/8, ::ffff:10.0.0.1, true", "10.0.0.0/8, 2002:0a00:0001::, false",
			"10.0.0.0/8, 10.example, false" })
	void letsOnlyListedNetworksInOnceSomethingIsListed(String network, String host, boolean allowed) {
		assertThat(flaw(AddressPolicy.usual().network(network), host)).isEqualTo(allowed ? null : Flaw.NOT_ALLOWED);
	}

	@ParameterizedTest
	@CsvSource({ "orders.example, Orders.Example, true", "orders.example, orders.example., true",
			"orders.example, x.orders.example, false", "*.example, a.b.EXAMPLE, true", "*.example, example, false",
			"*.example, badexample, false", "*.Example, example.evil, false", "*.example, 10.0.0.1, false",
			"orders.example., orders.example, true", "*.example., a.example., true",
			"*.m\u00fcnchen.example, a.xn--mnchen-3ya.example, true" })
	void letsOnlyListedNamesInOnceSomethingIsListed(String pattern, String host, boolean allowed) {
		assertThat(flaw(AddressPolicy.usual().host(pattern), host)).isEqualTo(allowed ? null : Flaw.NOT_ALLOWED);
	}

	@Test
	void refusesAnActuatorAtALinkLocalAddress() {
		Instance instance = Instance.builder("orders", "10.0.0.1", 80)
			.metadata(Map.of("management.address", "169.254.169.254"))
			.build();
		assertThat(AddressPolicy.usual().flaw(instance)).isEqualTo(Flaw.LINK_LOCAL);
		assertThat(AddressPolicy.usual().linkLocal(true).flaw(instance)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "::/129", "example.com/8",
			"10.0.0.0/8/8", "gg::/8", "10.0.0.0/+8" })
	void saysWhatIsNoNetwork(String network) {
		assertThatIllegalArgumentException().isThrownBy(() -> AddressPolicy.usual().network(network));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "*.", "*", "a*.example", "10.0.0.1", "a/b", "a b" })
	void saysWhatIsNoPatternOfHosts(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> AddressPolicy.usual().host(pattern));
	}

	private static @Nullable Flaw flaw(AddressPolicy policy, String host) {
		return policy.flaw(Instance.builder("orders", host, 80).build());
	}

}
