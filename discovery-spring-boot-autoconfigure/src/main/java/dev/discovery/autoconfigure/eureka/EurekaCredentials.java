package dev.discovery.autoconfigure.eureka;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.discovery.autoconfigure.properties.RegistryUrlRules;
import dev.discovery.backend.http.Credentials;

import org.springframework.util.StringUtils;

/**
 * Users and passwords, each for the one server that it is meant for. Safe for use by
 * several threads.
 */
final class EurekaCredentials implements Credentials {

	private final Map<String, Map<String, String>> headers = new HashMap<>();

	EurekaCredentials(EurekaConnectionDetails details) {
		String username = details.getUsername();
		String password = details.getPassword();
		for (URI url : details.getUrls()) {
			String userInfo = url.getRawUserInfo();
			if (userInfo != null) {
				add(url, StringUtils.uriDecode(userInfo, StandardCharsets.UTF_8));
			}
			else if (username != null && password != null) {
				add(url, username + ":" + password);
			}
		}
	}

	private void add(URI url, String userAndPassword) {
		String both = (userAndPassword.indexOf(':') >= 0) ? userAndPassword : userAndPassword + ":";
		this.headers.put(server(url), Map.of("Authorization",
				"Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8))));
	}

	/**
	 * The same without a user.
	 */
	static URI withoutUser(URI url) {
		try {
			return new URI(url.getScheme(), null, url.getHost(), url.getPort(), url.getPath(), null, null);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException(
					"Not the URL of a server: " + RegistryUrlRules.printable(url.toString()));
		}
	}

	@Override
	public Map<String, String> headers(URI uri) {
		return this.headers.getOrDefault(server(uri), Map.of());
	}

	private static String server(URI url) {
		String scheme = url.getScheme().toLowerCase(Locale.ROOT);
		int defaultPort = scheme.equals("https") ? 443 : 80;
		return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + ":"
				+ ((url.getPort() != -1) ? url.getPort() : defaultPort);
	}

}
