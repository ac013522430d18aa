package dev.discovery.autoconfigure.container;

import java.net.URI;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * How a Consul in a container is reached.
 */
final class ConsulPort {

	static final int HTTP = 8500;

	private ConsulPort() {
	}

	static URI url(boolean secure, String host, int port) {
		String name = (host.indexOf(':') != -1 && !host.startsWith("[")) ? "[" + host + "]" : host;
		return URI.create((secure ? "https" : "http") + "://" + name + ":" + port);
	}

	/**
	 * The token that Consul's own commands use inside the container.
	 */
	static @Nullable String token(Map<String, ? extends @Nullable String> environment) {
		String token = environment.get("CONSUL_HTTP_TOKEN");
		return StringUtils.hasText(token) ? token.strip() : null;
	}

}
