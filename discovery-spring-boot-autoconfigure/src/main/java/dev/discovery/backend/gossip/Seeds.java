package dev.discovery.backend.gossip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.backend.gossip.swim.SwimSettings;

/**
 * Whom to ask for the others. Somebody has to be the first: who is a seed itself, or
 * knows of none, may be.
 *
 * @param others the seeds that aren't this member
 * @param isFirst whether this member may be alone
 */
record Seeds(List<String> others, boolean isFirst) {

	/**
	 * Looks up which of the seeds is this member. Waits for DNS.
	 */
	static Seeds of(SwimSettings settings) {
		List<String> others = new ArrayList<>();
		for (String seed : settings.seeds()) {
			if (!isSelf(seed, settings)) {
				others.add(seed);
			}
		}
		return new Seeds(others, others.size() < settings.seeds().size() || settings.seeds().isEmpty());
	}

	private static boolean isSelf(String seed, SwimSettings settings) {
		int colon = seed.lastIndexOf(':');
		String host = seed.substring(0, colon);
		int port = Integer.parseInt(seed.substring(colon + 1));
		if (settings.advertisedHost() != null && settings.advertisedHost().equalsIgnoreCase(host)) {
			int advertised = (settings.advertisedPort() != 0) ? settings.advertisedPort() : settings.port();
			return port == advertised;
		}
		return port == settings.port() && isHere(host, settings.bindAddress());
	}

	private static boolean isHere(String host, InetAddress bound) {
		try {
			InetAddress address = InetAddress.getByName(host);
			return address.equals(bound) || (bound.isAnyLocalAddress()
					&& (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null));
		}
		catch (IOException ex) {
			return false;
		}
	}

}
