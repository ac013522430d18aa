package dev.discovery.autoconfigure.registration;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.discovery.autoconfigure.locality.OwnLocality;
import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.cloud.registry.RegistrationSettings;
import dev.discovery.model.Instance;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.model.InvalidInstanceException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Turns the properties into settings, and refuses what would only fail later: with the
 * property's name, what is wrong with it and what to do.
 */
final class RegistrationCheck {

	private static final Log logger = LogFactory.getLog(RegistrationCheck.class);

	private static final String PREFIX = "discovery.registration.";

	private static final int MAX_PORT = 65535;

	private final RegistrationProperties properties;

	private final Environment environment;

	private final @Nullable String buildVersion;

	RegistrationCheck(RegistrationProperties properties, Environment environment, @Nullable String buildVersion) {
		this.properties = properties;
		this.environment = environment;
		this.buildVersion = buildVersion;
	}

	RegistrationSettings settings() {
		boolean enabled = this.properties.isEnabled() && this.environment
			.getProperty("spring.cloud.service-registry.auto-registration.enabled", Boolean.class, true);
		return new RegistrationSettings(enabled, serviceId(), instanceId(), host(), port(), secure(), metadata(),
				OwnLocality.ofInstance(this.environment), drain());
	}

	private @Nullable String host() {
		String host = this.properties.getHost();
		if (host == null) {
			return null;
		}
		try {
			Instance.builder("any", host, 1).build();
			return host;
		}
		catch (InvalidInstanceException ex) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "host", host, String.valueOf(ex.getMessage()),
					"Set it to the bare host name or address under which others reach this application, without"
							+ " scheme, port or path; or remove it, and the host is found by itself.");
		}
	}

	private @Nullable String serviceId() {
		String configured = notBlank("service-id", this.properties.getServiceId(),
				"Set it to the name of the service, or remove it to use spring.application.name.");
		String property = (configured != null) ? PREFIX + "service-id" : "spring.application.name";
		String serviceId = (configured != null) ? configured : this.environment.getProperty(property);
		if (!StringUtils.hasText(serviceId)) {
			return null;
		}
		requireIdentifier(property, serviceId);
		if (!isHost(serviceId)) {
			logger.warn(property + "='" + serviceId + "' can't be the host of a URL, so load-balanced clients can't"
					+ " call this application as http://" + serviceId
					+ "/: use letters, digits and '-' only, in place of '_' for example");
		}
		return serviceId;
	}

	private @Nullable String instanceId() {
		String instanceId = notBlank("instance-id", this.properties.getInstanceId(),
				"Set it to an id that is unique within the service, or remove it to use"
						+ " '<service-id>-<host>-<port>'.");
		if (instanceId != null) {
			requireIdentifier(PREFIX + "instance-id", instanceId);
		}
		return instanceId;
	}

	private @Nullable Integer port() {
		Integer port = this.properties.getPort();
		if (port != null && (port < 1 || port > MAX_PORT)) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "port", port.toString(), "must be from 1 to 65535",
					"Set it to the port under which others reach this application, or remove it to use the port of"
							+ " the web server.");
		}
		return port;
	}

	/**
	 * As the server itself does, any property under server.ssl switches TLS on, unless
	 * enabled is false.
	 */
	private boolean secure() {
		Boolean configured = this.properties.getSecure();
		return (configured != null) ? configured : isTlsOn(this.environment, "server.ssl", false);
	}

	static boolean isTlsOn(Environment environment, String prefix, boolean byDefault) {
		return Binder.get(environment)
			.bind(prefix, Bindable.mapOf(String.class, Object.class))
			.map((ssl) -> environment.getProperty(prefix + ".enabled", Boolean.class, true))
			.orElse(byDefault);
	}

	private Map<String, String> metadata() {
		Map<String, String> metadata = new LinkedHashMap<>(this.properties.getMetadata());
		if (!this.properties.getTags().isEmpty()) {
			metadata.put("tags", String.join(",", this.properties.getTags()));
		}
		String version = this.properties.getVersion();
		if (StringUtils.hasText(version)) {
			metadata.put("version", version);
		}
		else {
			String announced = this.environment.getProperty("spring.application.version");
			String found = (announced != null) ? announced : this.buildVersion;
			if (StringUtils.hasText(found)) {
				metadata.putIfAbsent("version", found);
			}
		}
		return accepted(metadata);
	}

	private @Nullable Duration drain() {
		Duration drain = this.properties.getDrain();
		if (drain == null) {
			return null;
		}
		if (drain.isNegative()) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "drain", drain.toString(), "must not be negative",
					"Set it to the time for which the stopping application goes on serving, such as 5s, or to 0.");
		}
		PropertyRules.countable(PREFIX + "drain", drain);
		return drain;
	}

	private Map<String, String> accepted(Map<String, String> metadata) {
		try {
			Instance.builder("any", "localhost", 1).metadata(metadata).build();
			return metadata;
		}
		catch (InvalidInstanceException ex) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "metadata",
					this.properties.getMetadata().keySet().toString(),
					"would have every client refuse this application, since " + ex.getMessage(),
					"Mend that entry, or remove it.");
		}
	}

	private static @Nullable String notBlank(String name, @Nullable String value, String advice) {
		if (value != null && value.isBlank()) {
			throw new InvalidDiscoveryPropertyException(PREFIX + name, value, "must not be blank", advice);
		}
		return value;
	}

	private static void requireIdentifier(String property, String value) {
		try {
			Instance.builder(value, "localhost", 1).build();
		}
		catch (InvalidInstanceException ex) {
			throw new InvalidDiscoveryPropertyException(property, value,
					"must have 1 to 512 characters, none of them a control character",
					"Shorten it, or take out tabs, line breaks and the like.");
		}
	}

	private static boolean isHost(String serviceId) {
		try {
			return serviceId.equals(new URI("http://" + serviceId).getHost());
		}
		catch (URISyntaxException ex) {
			return false;
		}
	}

}
