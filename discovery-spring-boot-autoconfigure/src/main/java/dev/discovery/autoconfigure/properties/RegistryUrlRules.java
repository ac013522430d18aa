package dev.discovery.autoconfigure.properties;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What the URL of a registry may be. No message shows what may be a password.
 */
public final class RegistryUrlRules {

	private static final int MAX_PORT = 65_535;

	private static final Pattern USER_INFO = Pattern.compile("(?is)^([a-z][a-z0-9+.-]*://)?.*@");

	private static final Pattern QUERY = Pattern.compile("(?s)\\?.*");

	private RegistryUrlRules() {
	}

	/**
	 * What is wrong, as a sentence without its subject, or null if nothing is. A user
	 * stays to be judged by the caller.
	 * @param value the URL
	 * @return what is wrong, or null
	 */
	public static @Nullable String whyWrong(String value) {
		URI uri;
		try {
			uri = new URI(value);
		}
		catch (URISyntaxException ex) {
			return "is not a URL";
		}
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (!Set.of("http", "https").contains(scheme) || uri.getHost() == null) {
			return "is not an http or https URL with a host";
		}
		if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
			return "has something behind its path";
		}
		return (uri.getPort() == 0 || uri.getPort() > MAX_PORT) ? "has a port that is not from 1 to 65535" : null;
	}

	/**
	 * Whether a user stands in front of the host.
	 * @param value the URL
	 * @return whether there is one; not in what is no URL
	 */
	public static boolean hasUser(String value) {
		try {
			return new URI(value).getRawUserInfo() != null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	/**
	 * Without slashes at its end.
	 * @param value a URL with which nothing is wrong
	 * @return the URL
	 */
	public static URI normalized(String value) {
		return URI.create(StringUtils.trimTrailingCharacter(value, '/'));
	}

	/**
	 * As it may be shown: without what may be a password.
	 * @param value the URL, or what was written in place of one
	 * @return the URL, with asterisks for what may not be shown
	 */
	public static String printable(String value) {
		return QUERY.matcher(USER_INFO.matcher(value).replaceFirst("$1***@")).replaceFirst("?***");
	}

}
