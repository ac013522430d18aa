package dev.discovery.cloud.registry;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import dev.discovery.cloud.registry.LocalAddresses.Interface;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalAddresses}.
 */
class LocalAddressesTests {

	@Test
	void prefersTheSiteLocalIpv4AddressOfARealInterface() {
		assertThat(hostOf(loopback(), card("eth0", 2, "2001:db8::5", "203.0.113.7", "10.0.0.5"))).isEqualTo("10.0.0.5");
	}

	@Test
	void prefersAnyRealInterfaceToThoseThatEndInsideTheMachine() {
		assertThat(hostOf(card("docker0", 2, "172.17.0.1"), card("br-4c1", 3, "172.18.0.1"),
				card("virbr0", 4, "192.168.122.1"), card("veth9a", 5, "10.9.9.9"), card("eth0", 6, "2001:db8::5")))
			.isEqualTo("2001:db8:0:0:0:0:0:5");
	}

	@Test
	void takesAnInternalInterfaceWhereThereIsNoOther() {
		assertThat(hostOf(loopback(), card("docker0", 2, "172.17.0.1"))).isEqualTo("172.17.0.1");
	}

	@Test
	void takesTunnelsLast() {
		Interface tunnel = new Interface("corp", 1, true, false, true, List.of(address("10.8.0.2")));
		assertThat(hostOf(tunnel, card("wlan0", 3, "192.168.1.4"))).isEqualTo("192.168.1.4");
	}

	@Test
	void prefersTheLowerIndexAndThenTheLowerAddressWhateverTheOrder() {
		List<Interface> cards = new ArrayList<>(
				List.of(card("eth1", 3, "10.0.0.1"), card("eth0", 2, "10.0.0.9", "10.0.0.8")));
		assertThat(LocalAddresses.best(cards)).extracting(SelectedHost::host).isEqualTo("10.0.0.8");
		Collections.reverse(cards);
		assertThat(LocalAddresses.best(cards)).extracting(SelectedHost::host).isEqualTo("10.0.0.8");
	}

	@Test
	void passesOverInterfacesThatAreDownAndAddressesThatMeanNothingElsewhere() {
		Interface down = new Interface("eth0", 2, false, false, false, List.of(address("10.0.0.5")));
		assertThat(LocalAddresses
			.best(List.of(loopback(), down, card("eth1", 3, "169.254.1.2", "fe80::1", "0.0.0.0", "224.0.0.1"))))
			.isNull();
	}

	@Test
	void saysOnWhichInterfaceTheAddressIs() {
		assertThat(LocalAddresses.best(List.of(card("eth0", 2, "10.0.0.5"))))
			.isEqualTo(new SelectedHost("10.0.0.5", "the best address of this machine, on eth0"));
	}

	@Test
	void leavesOutTheScopeOfAnIpv6Address() throws UnknownHostException {
		byte[] bytes = address("2001:db8::5").getAddress();
		assertThat(LocalAddresses.withoutScope(Inet6Address.getByAddress("x", bytes, 7)))
			.isEqualTo("2001:db8:0:0:0:0:0:5");
	}

	@Test
	void seesThisMachinesInterfaces() {
		assertThat(LocalAddresses.interfaces()).anyMatch(Interface::loopback);
	}

	private static String hostOf(Interface... interfaces) {
		SelectedHost best = LocalAddresses.best(List.of(interfaces));
		return (best != null) ? best.host() : "none";
	}

	private static Interface loopback() {
		return new Interface("lo", 1, true, true, false, List.of(address("127.0.0.1")));
	}

	private static Interface card(String name, int index, String... addresses) {
		return new Interface(name, index, true, false, false,
				Arrays.stream(addresses).map(LocalAddressesTests::address).toList());
	}

	private static InetAddress address(String text) {
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
