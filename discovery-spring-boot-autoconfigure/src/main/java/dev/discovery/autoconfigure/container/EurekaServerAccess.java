package dev.discovery.autoconfigure.container;

import java.net.URI;
import java.util.Map;
import java.util.function.IntUnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * How a Eureka server in a container is reached. There is no official image, so what
 * counts is what a server built with Spring Cloud Netflix, which most are, takes from its
 * environment.
 *
 * @param url where it is
 * @param username the user, where it wants one
 * @param password the user's password
 */
record EurekaServerAccess(URI url, @Nullable String username, @Nullable String password) {

	/** What a container, or the label of a Compose service, is called. */
	static final String NAME = "eureka";

	private static final int PORT = 8761;

	/**
	 * Finds it.
	 * @param secure whether it speaks TLS
	 * @param host where Docker is
	 * @param port tells the port outside for the one inside
	 * @param environment the variables of the container
	 */
	static EurekaServerAccess of(boolean secure, String host, IntUnaryOperator port,
			Map<String, ? extends @Nullable String> environment) {
		String inside = text(environment, "SERVER_PORT");
		int outside = port.applyAsInt((inside != null) ? number(inside) : PORT);
		String folder = text(environment, "SERVER_SERVLET_CONTEXT_PATH");
		String name = (host.indexOf(':') != -1 && !host.startsWith("[")) ? "[" + host + "]" : host;
		String password = text(environment, "SPRING_SECURITY_USER_PASSWORD");
		String user = text(environment, "SPRING_SECURITY_USER_NAME");
		return new EurekaServerAccess(
				URI.create((secure ? "https" : "http") + "://" + name + ":" + outside
						+ ((folder != null) ? StringUtils.trimTrailingCharacter(folder, '/') : "") + "/eureka"),
				(password != null && user == null) ? "user" : user, password);
	}

	private static int number(String port) {
		try {
			return Integer.parseInt(port);
		}
		catch (NumberFormatException ex) {
			throw new IllegalStateException(
					"The container's variable SERVER_PORT is '" + port + "', which is no number of a port", ex);
		}
	}

	private static @Nullable String text(Map<String, ? extends @Nullable String> environment, String name) {
		String value = environment.get(name);
		return StringUtils.hasText(value) ? value.strip() : null;
	}

	@Override
	public String toString() {
		return this.url.toString();
	}

}
