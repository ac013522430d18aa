package dev.discovery.cloud.registry;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HostSelection} and {@link HostSource}.
 */
class HostSelectionTests {

	@Test
	void takesTheFirstAnswer() {
		HostSelection selection = new HostSelection(List.of(HostSource.configured(null, "a"),
				HostSource.configured("orders.example", "b"), HostSource.configured("never", "c")));
		assertThat(selection.select()).isEqualTo(new SelectedHost("orders.example", "b"));
	}

	@Test
	void endsWithLoopback() {
		assertThat(new HostSelection(List.of()).select())
			.isEqualTo(new SelectedHost("127.0.0.1", "loopback, for want of any other address"));
	}

	@Test
	void doesNotTakeTheRouteToARegistryOnThisMachine() {
		InetSocketAddress agent = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8500);
		assertThat(HostSource.routeTo(() -> agent).find()).isNull();
	}

	@Test
	void doesNotTakeTheRouteToARegistryWithoutAnAddress() {
		assertThat(HostSource.routeTo(() -> null).find()).isNull();
	}

	@Test
	void doesNotTakeTheRouteToARegistryThatCannotBeResolved() {
		InetSocketAddress unknown = InetSocketAddress.createUnresolved("no-such-host.invalid", 8500);
		assertThat(HostSource.routeTo(() -> unknown).find()).isNull();
	}

	@Test
	void takesTheSourceAddressOfTheRouteWhereThereIsOne() throws UnknownHostException {
		SelectedHost own = LocalAddresses.best(LocalAddresses.interfaces());
		SelectedHost route = HostSource.routeTo(() -> new InetSocketAddress("192.0.2.1", 8500)).find();
		if (own == null) {
			assertThat(route).isNull();
			return;
		}
		if (route != null) {
			assertThat(LocalAddresses.isReachableFromOutside(InetAddress.getByName(route.host()))).isTrue();
			assertThat(route.reason()).isEqualTo("the source address of the route to 192.0.2.1:8500, the registry");
		}
		SelectedHost toItself = HostSource.routeTo(() -> new InetSocketAddress(own.host(), 8500)).find();
		assertThat(toItself).extracting(SelectedHost::host).isEqualTo(own.host());
	}

}
