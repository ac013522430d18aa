package dev.discovery.cloud.registry;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HostSelectorTests {

	private final InetSocketAddress registry = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8500);

	@Test
	void takesTheConfiguredHostAboveAll() {
		HostChoice choice = new HostSelector("orders.example", "10.0.0.1", () -> "10.0.0.2", this.registry).select();
		assertThat(choice).isEqualTo(new HostChoice("orders.example", "discovery.registration.host says so"));
	}

	@Test
	void takesTheAddressToWhichTheServerIsBound() {
		HostChoice choice = new HostSelector(null, "10.0.0.1", () -> "10.0.0.2", this.registry).select();
		assertThat(choice).isEqualTo(new HostChoice("10.0.0.1", "server.address binds the server to it"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.0.0.0", "::" })
	void takesInetUtilsWhereTheUserConfiguredIt(String wildcard) {
		HostChoice choice = new HostSelector(null, wildcard, () -> "10.0.0.2", this.registry).select();
		assertThat(choice).isEqualTo(new HostChoice("10.0.0.2", "spring.cloud.inetutils.* prefers it"));
	}

	@Test
	void takesTheAddressFromWhichTheRegistryIsReached() {
		HostChoice choice = new HostSelector(null, null, null, this.registry).select();
		assertThat(choice).isEqualTo(new HostChoice("127.0.0.1", "the route to the registry starts there"));
	}

	@Test
	void looksAtTheInterfacesWhereTheRegistryCannotBeResolved() {
		HostChoice choice = new HostSelector(null, null, null,
				InetSocketAddress.createUnresolved("no-such-host.invalid", 8500))
			.select();
		assertThat(choice.host()).isNotBlank();
		assertThat(choice.reason()).containsAnyOf("the best address that isn't loopback",
				"there is no other address than loopback");
	}

}
