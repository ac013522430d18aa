package dev.discovery.autoconfigure;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.discovery.cloud.registry.AutoRegistration;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * What Boot tells of its servers through the environment once they have started: needs no
 * class of any web server.
 */
final class EnvironmentServerPorts implements AutoRegistration.ServerPorts {

	private static final boolean ACTUATOR = ClassUtils
		.isPresent("org.springframework.boot.actuate.endpoint.annotation.Endpoint", null);

	private final Environment environment;

	private final InstantSource wallClock;

	EnvironmentServerPorts(Environment environment, InstantSource wallClock) {
		this.environment = environment;
		this.wallClock = wallClock;
	}

	@Override
	public @Nullable Integer server() {
		return port("local.server.port");
	}

	private @Nullable Integer port(String property) {
		Integer port = this.environment.getProperty(property, Integer.class);
		return (port != null && port > 0) ? port : null;
	}

	@Override
	public Map<String, String> metadata() {
		Map<String, String> metadata = new LinkedHashMap<>();
		metadata.put(Instance.REGISTERED_AT, String.valueOf(this.wallClock.millis()));
		Integer management = port("local.management.port");
		if (ACTUATOR && (management != null || server() != null)) {
			boolean separate = management != null && !management.equals(server());
			if (separate) {
				metadata.put("management.port", String.valueOf(management));
			}
			metadata.put("management.context-path", managementPath(separate));
		}
		return metadata;
	}

	private String managementPath(boolean separate) {
		String base = separate ? property("management.server.base-path", "")
				: property("server.servlet.context-path", property("spring.webflux.base-path", ""));
		return base + property("management.endpoints.web.base-path", "/actuator");
	}

	private String property(String name, String otherwise) {
		return this.environment.getProperty(name, otherwise);
	}

}
