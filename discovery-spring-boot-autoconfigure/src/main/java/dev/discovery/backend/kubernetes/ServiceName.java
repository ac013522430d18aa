package dev.discovery.backend.kubernetes;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A service in its namespace. Written as {@code orders} where the namespace is the own
 * one, as {@code orders.shop}, {@code orders.shop.svc} or
 * {@code orders.shop.svc.cluster.local}; all in any case.
 *
 * @param name the service's name
 * @param namespace its namespace
 */
public record ServiceName(String name, String namespace) {

	private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

	/**
	 * Reads a name.
	 * @param id the name, in any of its forms
	 * @param own the own namespace
	 * @param clusterDomain what full names end with
	 * @return the service, or null if it is no name of one
	 */
	public static @Nullable ServiceName parse(String id, String own, String clusterDomain) {
		String[] parts = id.toLowerCase(Locale.ROOT).split("\\.", 4);
		boolean whole = parts.length < 4 || parts[3].equals(clusterDomain.toLowerCase(Locale.ROOT));
		boolean service = parts.length < 3 || parts[2].equals("svc");
		String namespace = (parts.length > 1) ? parts[1] : own;
		boolean labels = isLabel(parts[0]) && isLabel(namespace);
		return (whole && service && labels) ? new ServiceName(parts[0], namespace) : null;
	}

	/**
	 * Whether a text can be the name of a service or of a namespace.
	 * @param text the text
	 * @return whether it is a DNS label in lower case
	 */
	public static boolean isLabel(String text) {
		return LABEL.matcher(text).matches();
	}

	/**
	 * The shortest form of it.
	 */
	String id(String own) {
		return this.namespace.equals(own) ? this.name : this.name + "." + this.namespace;
	}

	@Override
	public String toString() {
		return this.name + "." + this.namespace;
	}

}
