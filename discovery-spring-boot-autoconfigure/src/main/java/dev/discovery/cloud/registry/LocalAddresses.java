package dev.discovery.cloud.registry;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Which of a machine's own addresses others most likely reach. A pure function over what
 * the interfaces are, so that its order can be tested without any.
 */
final class LocalAddresses {

	/**
	 * What container engines, hypervisors and tunnels call their interfaces: real
	 * addresses that end inside this machine, or at one peer.
	 */
	private static final Pattern INTERNAL = Pattern
		.compile("(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|cali|lxc|lxd|podman|tun|tap|utun|wg|zt).*");

	private static final Comparator<Candidate> PREFERENCE = Comparator.comparing(Candidate::internal)
		.thenComparing(Candidate::kind)
		.thenComparing((candidate) -> candidate.from().index())
		.thenComparing((candidate) -> withoutScope(candidate.address()));

	private LocalAddresses() {
	}

	/**
	 * The best address of all.
	 * @param interfaces the interfaces, in any order
	 * @return the address, or null if none can be reached from outside
	 */
	static @Nullable SelectedHost best(List<Interface> interfaces) {
		return interfaces.stream()
			.filter((candidate) -> candidate.up() && !candidate.loopback())
			.flatMap((from) -> from.addresses().stream().map((address) -> new Candidate(from, address)))
			.filter((candidate) -> isReachableFromOutside(candidate.address()))
			.min(PREFERENCE)
			.map((best) -> new SelectedHost(withoutScope(best.address()),
					"the best address of this machine, on " + best.from().name()))
			.orElse(null);
	}

	/**
	 * Whether another machine could use the address at all: not loopback, not a wildcard,
	 * and not link-local, which means something else on each link.
	 * @param address the address
	 * @return whether it could be registered
	 */
	static boolean isReachableFromOutside(InetAddress address) {
		return !address.isLoopbackAddress() && !address.isAnyLocalAddress() && !address.isLinkLocalAddress()
				&& !address.isMulticastAddress();
	}

	/**
	 * The address as text, without the interface that an IPv6 address may carry: it means
	 * nothing elsewhere.
	 * @param address the address
	 * @return the text
	 */
	static String withoutScope(InetAddress address) {
		String text = address.getHostAddress();
		int scope = text.indexOf('%');
		return (scope >= 0) ? text.substring(0, scope) : text;
	}

	/**
	 * What this machine has now.
	 * @return its interfaces; none if the system won't tell
	 */
	static List<Interface> interfaces() {
		List<Interface> interfaces = new ArrayList<>();
		try {
			for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
				interfaces
					.add(new Interface(network.getName(), network.getIndex(), network.isUp(), network.isLoopback(),
							network.isPointToPoint() || network.isVirtual(), network.inetAddresses().toList()));
			}
		}
		catch (SocketException ex) {
			// an interface that vanished meanwhile: those before it count
		}
		return interfaces;
	}

	/**
	 * A network interface.
	 *
	 * @param name its name, such as {@code eth0}
	 * @param index the system's number for it
	 * @param up whether it runs
	 * @param loopback whether it ends at this machine
	 * @param special whether it is point-to-point or a sub-interface
	 * @param addresses its addresses
	 */
	record Interface(String name, int index, boolean up, boolean loopback, boolean special,
			List<InetAddress> addresses) {
	}

	private record Candidate(Interface from, InetAddress address) {

		boolean internal() {
			return this.from.special() || INTERNAL.matcher(this.from.name()).matches();
		}

		int kind() {
			boolean ipv4 = this.address instanceof Inet4Address;
			return (ipv4) ? (this.address.isSiteLocalAddress() ? 0 : 1) : 2;
		}

	}

}
