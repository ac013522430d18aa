package dev.discovery.cloud.registry;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds the host under which others reach this application. The first that gives an
 * answer wins: the configured host; the one address to which the web server is bound;
 * Spring Cloud's {@code InetUtils}, where it is configured; the source address of the
 * route to the registry; the best non-loopback address; loopback.
 * <p>
 * The route comes before a look at the interfaces because a machine with Docker or a VPN
 * has many addresses, and the one that reaches the registry is the one that others reach.
 */
public final class HostSelector {

	private static final Log logger = LogFactory.getLog(HostSelector.class);

	private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0");

	/** Bridges and tunnels: addresses that mean something on this machine only. */
	private static final String[] VIRTUAL = { "docker", "br-", "veth", "virbr", "vmnet", "cni", "flannel", "tun", "tap",
			"utun", "wg" };

	private final @Nullable String configured;

	private final @Nullable String bound;

	private final @Nullable Supplier<String> inetUtils;

	private final @Nullable InetSocketAddress registry;

	/**
	 * Creates a selector.
	 * @param configured the host that the user configured, if any
	 * @param bound the address to which the web server is bound, if it is bound to one
	 * @param inetUtils Spring Cloud's choice, where the user configured it
	 * @param registry the registry's address, if it has one
	 */
	public HostSelector(@Nullable String configured, @Nullable String bound, @Nullable Supplier<String> inetUtils,
			@Nullable InetSocketAddress registry) {
		this.configured = configured;
		this.bound = bound;
		this.inetUtils = inetUtils;
		this.registry = registry;
	}

	/**
	 * Finds the host; opens no connection.
	 * @return the host and why
	 */
	public HostChoice select() {
		if (this.configured != null) {
			return new HostChoice(this.configured, "discovery.registration.host says so");
		}
		if (this.bound != null && !WILDCARDS.contains(this.bound)) {
			return new HostChoice(this.bound, "server.address binds the server to it");
		}
		if (this.inetUtils != null) {
			return new HostChoice(this.inetUtils.get(), "spring.cloud.inetutils.* prefers it");
		}
		return routeToRegistry().or(HostSelector::bestInterface)
			.orElseGet(() -> new HostChoice(InetAddress.getLoopbackAddress().getHostAddress(),
					"there is no other address than loopback"));
	}

	/**
	 * Connecting a datagram socket sends nothing; it only makes the system choose a
	 * route.
	 */
	private Optional<HostChoice> routeToRegistry() {
		if (this.registry == null) {
			return Optional.empty();
		}
		try (DatagramSocket socket = new DatagramSocket()) {
			InetAddress address = InetAddress.getByName(this.registry.getHostString());
			socket.connect(new InetSocketAddress(address, this.registry.getPort()));
			InetAddress local = socket.getLocalAddress();
			return local.isAnyLocalAddress() ? Optional.empty()
					: Optional.of(new HostChoice(text(local), "the route to the registry starts there"));
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("There is no route to the registry yet", ex);
			return Optional.empty();
		}
	}

	private static Optional<HostChoice> bestInterface() {
		try {
			return NetworkInterface.networkInterfaces()
				.filter(HostSelector::isUsable)
				.sorted(Comparator.comparing(HostSelector::isVirtual).thenComparing(NetworkInterface::getIndex))
				.flatMap((card) -> card.inetAddresses()
					.filter((address) -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
					.sorted(Comparator.comparing((address) -> !(address instanceof Inet4Address)))
					.map((address) -> new HostChoice(text(address),
							"the best address that isn't loopback, of " + card.getName())))
				.findFirst();
		}
		catch (IOException ex) {
			logger.debug("The network interfaces can't be listed", ex);
			return Optional.empty();
		}
	}

	private static boolean isUsable(NetworkInterface card) {
		try {
			return card.isUp() && !card.isLoopback();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static boolean isVirtual(NetworkInterface card) {
		String name = card.getName().toLowerCase(Locale.ROOT);
		return card.isVirtual() || Stream.of(VIRTUAL).anyMatch(name::startsWith);
	}

	private static String text(InetAddress address) {
		String text = address.getHostAddress();
		int scope = text.indexOf('%');
		return (scope < 0) ? text : text.substring(0, scope);
	}

}
