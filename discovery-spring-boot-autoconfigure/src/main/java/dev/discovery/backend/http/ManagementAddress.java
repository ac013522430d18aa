package dev.discovery.backend.http;

import java.util.Map;

import dev.discovery.model.Instance;

/**
 * Where an instance's actuator is, by the metadata that Spring Boot Admin reads too.
 *
 * @param scheme http or https
 * @param host as it was announced: an IPv6 address may lack its brackets
 * @param port its port, which may be the instance's own
 * @param path the path of the actuator, empty if it is the root
 */
public record ManagementAddress(String scheme, String host, int port, String path) {

	/**
	 * Reads it off an instance; what the metadata doesn't say is as usual.
	 * @param instance the instance
	 * @return where its actuator should be
	 */
	public static ManagementAddress of(Instance instance) {
		Map<String, String> metadata = instance.getMetadata();
		String path = metadata.getOrDefault("management.context-path", "/actuator");
		return new ManagementAddress(metadata.getOrDefault("management.scheme", instance.getScheme()),
				metadata.getOrDefault("management.address", instance.getHost()),
				port(metadata.getOrDefault("management.port", ""), instance.getPort()), path.equals("/") ? "" : path);
	}

	private static int port(String text, int otherwise) {
		try {
			return Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			return otherwise;
		}
	}

	/**
	 * Host and port as they stand in a URI.
	 * @return {@code host:port}
	 */
	public String authority() {
		boolean bare = this.host.indexOf(':') >= 0 && !this.host.startsWith("[");
		return (bare ? "[" + this.host + "]" : this.host) + ":" + this.port;
	}

	/**
	 * The URL of a path from the root.
	 * @param path the path, with or without a slash at the beginning
	 * @return the URL
	 */
	public String url(String path) {
		return this.scheme + "://" + authority() + (path.startsWith("/") ? "" : "/") + path;
	}

	/**
	 * The URL of an actuator endpoint.
	 * @param id the endpoint's id
	 * @return the URL
	 */
	public String endpoint(String id) {
		return url(this.path + "/" + id);
	}

}
