package dev.discovery.backend.consul;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.discovery.backend.consul.ConsulSettings.Tenancy;
import org.jspecify.annotations.Nullable;

/**
 * A path of Consul's HTTP API and its parameters, with everything escaped. Not safe for
 * use by several threads.
 */
final class ConsulQuery {

	private final String path;

	private final StringBuilder parameters = new StringBuilder();

	private ConsulQuery(String path) {
		this.path = path;
	}

	/**
	 * Starts a query.
	 * @param tenancy the part of the cluster that is meant
	 * @param path the path, ending with a slash if a segment follows
	 * @param segment the last segment, not escaped yet
	 */
	static ConsulQuery of(Tenancy tenancy, String path, String segment) {
		return new ConsulQuery(path + escape(segment)).with("ns", tenancy.namespace())
			.with("partition", tenancy.partition());
	}

	/**
	 * Adds a parameter, unless it has no value.
	 */
	ConsulQuery with(String name, @Nullable String value) {
		return (value != null) ? add(name + "=" + escape(value)) : this;
	}

	ConsulQuery with(String name, Duration value) {
		return add(name + "=" + text(value));
	}

	ConsulQuery flag(String name) {
		return add(name);
	}

	private ConsulQuery add(String parameter) {
		this.parameters.append(this.parameters.isEmpty() ? '?' : '&').append(parameter);
		return this;
	}

	URI at(URI base) {
		String root = base.toString();
		return URI
			.create((root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + this.path + this.parameters);
	}

	/**
	 * A duration as Go reads it.
	 */
	static String text(Duration duration) {
		return duration.toMillis() + "ms";
	}

	private static String escape(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
