package dev.discovery.model;

import java.util.regex.Pattern;

/**
 * How properties below a name that users choose are written.
 */
public final class PropertyName {

	private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9-]+");

	private PropertyName() {
	}

	/**
	 * The name of an entry of a map, as it can always be written: with anything but
	 * letters, digits and '-' in it, a key in brackets is read as it stands, while
	 * without them it may become another one.
	 * @param map the name of the map, without a dot at its end
	 * @param key the key, such as the id of a service
	 * @return such as {@code discovery.cache.services.orders}, or
	 * {@code discovery.cache.services[orders.shop]}
	 */
	public static String of(String map, String key) {
		return PLAIN.matcher(key).matches() ? map + "." + key : map + "[" + key + "]";
	}

}
