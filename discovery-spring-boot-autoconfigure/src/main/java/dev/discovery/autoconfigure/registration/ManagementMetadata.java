package dev.discovery.autoconfigure.registration;

import java.util.Map;
import java.util.function.Supplier;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.cloud.registry.MetadataContributor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.core.env.Environment;

/**
 * Where the actuator is, under the keys that Spring Boot Admin reads: the path is the
 * whole path from the root of the management port. Says nothing where no endpoint is
 * exposed.
 */
final class ManagementMetadata implements MetadataContributor {

	private final Environment environment;

	private final Supplier<@Nullable PathMappedEndpoints> endpoints;

	private final String[] applicationPaths;

	ManagementMetadata(Environment environment, Supplier<@Nullable PathMappedEndpoints> endpoints,
			String... applicationPaths) {
		this.environment = environment;
		this.endpoints = endpoints;
		this.applicationPaths = applicationPaths;
	}

	@Override
	public void contribute(int port, Map<String, String> metadata) {
		PathMappedEndpoints exposed = this.endpoints.get();
		ManagementPortType type = ManagementPortType.get(this.environment);
		if (exposed == null || type == ManagementPortType.DISABLED || exposed.stream().findAny().isEmpty()) {
			return;
		}
		if (type == ManagementPortType.SAME) {
			metadata.put("management.port", Integer.toString(port));
			metadata.put("management.context-path", path(exposed.getBasePath(), this.applicationPaths));
			return;
		}
		String local = this.environment.getProperty("local.management.port");
		if (local != null) {
			metadata.put("management.port", local);
			metadata.put("management.context-path", path(exposed.getBasePath(), "management.server.base-path"));
			contributeSchemeAndAddress(metadata);
		}
	}

	private void contributeSchemeAndAddress(Map<String, String> metadata) {
		boolean application = RegistrationCheck.isTlsOn(this.environment, "server.ssl", false);
		boolean management = RegistrationCheck.isTlsOn(this.environment, "management.server.ssl", application);
		if (management != application) {
			metadata.put("management.scheme", (management) ? "https" : "http");
		}
		String address = PropertyRules.textOrNull(this.environment.getProperty("management.server.address"));
		if (address != null && !ConfiguredHosts.isWildcard(address)) {
			metadata.put("management.address", address);
		}
	}

	private String path(String basePath, String... before) {
		StringBuilder path = new StringBuilder();
		for (String property : before) {
			append(path, this.environment.getProperty(property, ""));
		}
		append(path, basePath);
		return (path.isEmpty()) ? "/" : path.toString();
	}

	private static void append(StringBuilder path, String part) {
		String bare = part.strip();
		while (bare.startsWith("/")) {
			bare = bare.substring(1);
		}
		while (bare.endsWith("/")) {
			bare = bare.substring(0, bare.length() - 1);
		}
		if (!bare.isEmpty()) {
			path.append('/').append(bare);
		}
	}

}
