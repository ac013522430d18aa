package dev.discovery.backend.dns;

import java.net.InetSocketAddress;
import java.util.List;

import org.xbill.DNS.Name;
import org.xbill.DNS.ResolverConfig;

/**
 * How this machine looks names up, such as its {@code /etc/resolv.conf} says. Read when
 * it is first asked for.
 */
public final class SystemResolver {

	private SystemResolver() {
	}

	/**
	 * Its nameservers.
	 * @return their addresses, at least one
	 */
	public static List<InetSocketAddress> servers() {
		List<InetSocketAddress> found = ResolverConfig.getCurrentConfig().servers();
		return found.isEmpty() ? List.of(InetSocketAddress.createUnresolved("localhost", 53)) : found;
	}

	/**
	 * Its search domains.
	 * @return the domains, possibly none
	 */
	public static List<String> domains() {
		return ResolverConfig.getCurrentConfig()
			.searchPath()
			.stream()
			.filter((domain) -> !domain.equals(Name.root))
			.map(Endpoint::text)
			.toList();
	}

}
