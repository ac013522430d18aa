package dev.discovery.autoconfigure.dns;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.dns.DnsSettings;
import dev.discovery.backend.dns.SystemResolver;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

/**
 * What may stand in the properties of DNS.
 */
final class DnsRules {

	private static final String PREFIX = DnsProperties.PREFIX;

	private static final int DEFAULT_PORT = 53;

	private static final int MAX_PORT = 65_535;

	/** An IPv6 address has brackets where a port follows. */
	private static final Pattern SERVER = Pattern.compile(
			"(?:\\[([0-9A-Fa-f:.]+)]|([0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?");

	private DnsRules() {
	}

	static List<InetSocketAddress> servers(List<String> servers) {
		if (servers.isEmpty()) {
			return SystemResolver.servers();
		}
		return IntStream.range(0, servers.size())
			.mapToObj((i) -> server(PREFIX + ".servers[" + i + "]", servers.get(i).strip()))
			.distinct()
			.toList();
	}

	private static InetSocketAddress server(String property, String value) {
		Matcher matcher = SERVER.matcher(value);
		int port = (matcher.matches() && matcher.group(4) != null) ? Integer.parseInt(matcher.group(4)) : DEFAULT_PORT;
		if (!matcher.matches() || port < 1 || port > MAX_PORT) {
			throw new InvalidDiscoveryPropertyException(property, value, "is not the address of a nameserver",
					"Write it like 10.0.0.53, 127.0.0.1:8600 or [fd00::53]:53.");
		}
		String host = (matcher.group(1) != null) ? matcher.group(1)
				: (matcher.group(2) != null) ? matcher.group(2) : matcher.group(3);
		return InetSocketAddress.createUnresolved(host, port);
	}

	static List<String> domains(List<String> domains, Supplier<List<String>> ofTheSystem, String... templates) {
		if (IntStream.range(0, templates.length).noneMatch((i) -> templates[i].contains(DnsSettings.DOMAIN))) {
			return List.of("");
		}
		for (int i = 0; i < domains.size(); i++) {
			requireName(PREFIX + ".domains[" + i + "]", domains.get(i), "Write it like shop.example.org.");
		}
		List<String> found = domains.isEmpty() ? ofTheSystem.get() : domains;
		if (found.isEmpty()) {
			throw new InvalidDiscoveryPropertyException(PREFIX + ".domains", null,
					"and this machine has no search domain",
					"Set it to the domain that the names of services stand below, such as service.consul.");
		}
		return found.stream()
			.map((domain) -> domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain)
			.toList();
	}

	static String template(String name, String template) {
		String example = template.strip().replace(DnsSettings.SERVICE, "x").replace(DnsSettings.DOMAIN, "x");
		if (!template.contains(DnsSettings.SERVICE) || !DnsSettings.isName(example)) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "." + name, template,
					"is no name in DNS with " + DnsSettings.SERVICE + " in it",
					"Write it like _{service}._tcp.{domain}.");
		}
		return template.strip();
	}

	static void requireName(String property, String name, String advice) {
		if (!DnsSettings.isName(name)) {
			throw new InvalidDiscoveryPropertyException(property, name, "is no name in DNS", advice);
		}
	}

	static void port(String property, int port) {
		PropertyRules.between(property, port, 1, MAX_PORT, "Use the number of a port.");
	}

	/**
	 * Addresses have no port.
	 */
	static void port(@Nullable Integer port, boolean srv, Collection<DnsServiceProperties> services) {
		if (port != null) {
			port(PREFIX + ".port", port);
		}
		else if (!srv && services.stream().noneMatch((service) -> service.getPort() != null)) {
			throw new InvalidDiscoveryPropertyException(PREFIX + ".port", null,
					PREFIX + ".srv is false, and addresses have no port",
					"Set it to the port that instances are called at.");
		}
	}

}
