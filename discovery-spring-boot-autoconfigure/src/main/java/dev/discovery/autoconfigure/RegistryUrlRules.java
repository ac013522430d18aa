package dev.discovery.autoconfigure;

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
final class RegistryUrlRules {

	private static final int MAX_PORT = 65_535;

	private static final Pattern USER_INFO = Pattern.compile("(?is)^([a-z][a-z0-9+.-]*://)?.*@");

	private static final Pattern QUERY = Pattern.compile("(?s)\\?.*");

	private RegistryUrlRules() {
	}

	/**
	 * What is wrong, as a sentence without its subject, or null if nothing is. A user
	 * stays to be judged by the caller.
	 */
	static @Nullable String whyWrong(String value) {
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

	static boolean hasUser(String value) {
		try {
			return new URI(value).getRawUserInfo() != null;
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

	/**
	 * Without slashes at its end.
	 */
	static URI normalized(String value) {
		return URI.create(StringUtils.trimTrailingCharacter(value, '/'));
	}

	static String printable(String value) {
		return QUERY.matcher(USER_INFO.matcher(value).replaceFirst("$1***@")).replaceFirst("?***");
	}

}
