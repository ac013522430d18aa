package dev.discovery.model;

import java.util.Locale;
import java.util.Set;

/**
 * Which metadata may become part of a URL: where an instance's actuator and its health
 * are. What isn't of use as such is refused with the instance, as its host would be.
 */
final class ManagementRules {

	private static final Set<String> SCHEMES = Set.of("", "http", "https");

	private ManagementRules() {
	}

	static void require(String key, String value) {
		switch (key) {
			case "management.scheme" -> requireScheme(value);
			case "management.address" -> requireAddress(value);
			case "management.port" -> requirePort(value);
			case "management.context-path", "health-path" -> requirePath(key, value);
			default -> {
				// no part of a URL
			}
		}
	}

	private static void requireAddress(String address) {
		if (!address.isEmpty()) {
			Addresses.requireHost(address);
		}
	}

	private static void requireScheme(String scheme) {
		if (!SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
			throw new InvalidInstanceException("the metadata management.scheme is neither http nor https, but '"
					+ Addresses.printable(scheme) + "'");
		}
	}

	/**
	 * What is no number at all is somebody else's, and read as if it weren't there.
	 */
	private static void requirePort(String port) {
		if (port.matches("[-+]?\\d{1,9}")) {
			Addresses.requirePort(Integer.parseInt(port));
		}
	}

	/**
	 * Whatever the one who asks makes of the path, it stays below the host and is what it
	 * seems.
	 */
	private static void requirePath(String key, String path) {
		String decoded = path.toLowerCase(Locale.ROOT)
			.replace("%2e", ".")
			.replace("%2f", "/")
			.replace("%5c", "\\")
			.replaceAll(";[^/]*", "");
		boolean plain = path.chars().allMatch((c) -> c > ' ' && c <= '~' && c != '\\' && c != '#');
		boolean inside = decoded.indexOf('\\') < 0 && !("/" + decoded + "/").contains("/../")
				&& !decoded.startsWith("//");
		boolean rooted = path.isEmpty() || path.startsWith("/") || path.chars().noneMatch((c) -> ":@?".indexOf(c) >= 0);
		if (!plain || !inside || !rooted) {
			throw new InvalidInstanceException(
					"the metadata " + key + " is no path: '" + Addresses.printable(path) + "'");
		}
	}

}
