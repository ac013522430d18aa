package dev.discovery.cloud.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One way to learn the host under which others reach this application.
 * {@link HostSelection} asks several in turn. Asked once per registration.
 */
@FunctionalInterface
public interface HostSource {

	/**
	 * Looks for the host.
	 * @return the host, or null to let the next source have its turn
	 */
	@Nullable SelectedHost find();

	/**
	 * A host that somebody configured.
	 * @param host the host, or null where nothing is configured
	 * @param property the property that says so
	 * @return a source for it
	 */
	static HostSource configured(@Nullable String host, String property) {
		SelectedHost selected = (host != null) ? new SelectedHost(host, property) : null;
		return () -> selected;
	}

	/**
	 * The address from which this machine reaches the registry: the one thing that a
	 * machine with many networks knows for sure to be connected. A datagram socket learns
	 * it from the routing table and sends nothing. A loopback address says only that the
	 * registry, or its agent, is on this machine, and doesn't count.
	 * @param registry where the registry is; gives null if it has no address
	 * @return a source that asks the routing table
	 */
	static HostSource routeTo(Supplier<@Nullable InetSocketAddress> registry) {
		return () -> {
			InetSocketAddress target = registry.get();
			InetAddress source = (target != null) ? sourceOfRouteTo(target) : null;
			if (target == null || source == null || !LocalAddresses.isReachableFromOutside(source)) {
				return null;
			}
			return new SelectedHost(LocalAddresses.withoutScope(source), "the source address of the route to "
					+ target.getHostString() + ":" + target.getPort() + ", the registry");
		};
	}

	/**
	 * The best address of this machine's network interfaces.
	 * @return a source that looks at the interfaces
	 */
	static HostSource bestAddress() {
		return () -> LocalAddresses.best(LocalAddresses.interfaces());
	}

	private static @Nullable InetAddress sourceOfRouteTo(InetSocketAddress target) {
		InetSocketAddress resolved = (target.isUnresolved())
				? new InetSocketAddress(target.getHostString(), target.getPort()) : target;
		if (resolved.isUnresolved()) {
			return null;
		}
		try (DatagramSocket socket = new DatagramSocket()) {
			socket.connect(resolved);
			return socket.getLocalAddress();
		}
		catch (IOException | UncheckedIOException ex) {
			return null;
		}
	}

}
