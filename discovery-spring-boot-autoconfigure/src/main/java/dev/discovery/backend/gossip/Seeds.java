package dev.discovery.backend.gossip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.discovery.backend.gossip.swim.SwimSettings;

/**
 * Whom to ask for the others: all addresses of all names, as they are now. Somebody has
 * to be the first: who is a seed itself, or knows of none, may be.
 *
 * @param others the seeds that aren't this member
 * @param isFirst whether this member may be alone
 */
record Seeds(List<String> others, boolean isFirst) {

	/**
	 * Looks up where the seeds are and which of them is this member. Waits for DNS.
	 */
	static Seeds of(SwimSettings settings, Resolver resolver) {
		Set<String> others = new LinkedHashSet<>();
		boolean first = settings.seeds().isEmpty();
		for (String seed : settings.seeds()) {
			int colon = seed.lastIndexOf(':');
			String host = seed.substring(0, colon);
			int port = Integer.parseInt(seed.substring(colon + 1));
			if (isAdvertised(host, port, settings)) {
				first = true;
				continue;
			}
			List<String> elsewhere = new ArrayList<>();
			List<InetAddress> addresses = resolver.addresses(host);
			for (InetAddress address : addresses) {
				if (isHere(address, port, settings)) {
					first = true;
				}
				else {
					elsewhere.add(address.getHostAddress() + ":" + port);
				}
			}
			others.addAll(elsewhere);
			if (addresses.isEmpty() || !elsewhere.isEmpty()) {
				// the library looks it up again when halves of the cluster look for each
				// other
				others.add(seed);
			}
		}
		return new Seeds(List.copyOf(others), first);
	}

	private static boolean isHere(InetAddress address, int port, SwimSettings settings) {
		return isAdvertised(address.getHostAddress(), port, settings)
				|| (port == settings.port() && isBound(address, settings.bindAddress()));
	}

	private static boolean isAdvertised(String host, int port, SwimSettings settings) {
		int advertised = (settings.advertisedPort() != 0) ? settings.advertisedPort() : settings.port();
		return port == advertised && host.equalsIgnoreCase(settings.advertisedHost());
	}

	private static boolean isBound(InetAddress address, InetAddress bound) {
		try {
			return address.equals(bound) || (bound.isAnyLocalAddress()
					&& (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null));
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Knows where a name is.
	 */
	@FunctionalInterface
	interface Resolver {

		/** That of this machine, by way of the JVM. */
		Resolver SYSTEM = (host) -> {
			try {
				return List.of(InetAddress.getAllByName(host));
			}
			catch (UnknownHostException ex) {
				return List.of();
			}
		};

		/**
		 * All addresses of a name. Waits for DNS.
		 * @return none where the name is unknown
		 */
		List<InetAddress> addresses(String host);

	}

}
