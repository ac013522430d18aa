package dev.discovery.autoconfigure.eureka;

import java.net.URI;
import java.util.List;

import dev.discovery.autoconfigure.properties.ConfiguredSslBundle;
import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * What the properties say. Everything is checked when it is made.
 */
final class PropertiesEurekaConnectionDetails implements EurekaConnectionDetails {

	private static final String USERNAME = EurekaProperties.PREFIX + "username";

	private static final String PASSWORD = EurekaProperties.PREFIX + "password";

	private final List<URI> urls;

	private final @Nullable String username;

	private final @Nullable String password;

	private final @Nullable SslBundle sslBundle;

	PropertiesEurekaConnectionDetails(EurekaProperties properties, Environment environment,
			@Nullable SslBundles bundles) {
		this.urls = EurekaUrls.of(properties, environment);
		this.username = PropertyRules.textOrNull(properties.getUsername());
		this.password = StringUtils.hasLength(properties.getPassword()) ? properties.getPassword() : null;
		requireBoth(this.username, this.password);
		this.sslBundle = ConfiguredSslBundle.find(EurekaProperties.PREFIX + "ssl.bundle",
				properties.getSsl().getBundle(), this.urls, bundles);
	}

	private static void requireBoth(@Nullable String username, @Nullable String password) {
		if (username == null && password != null) {
			throw new InvalidDiscoveryPropertyException(USERNAME, null, "is missing, but " + PASSWORD + " is set",
					"Set both, or neither.");
		}
		if (username != null && password == null) {
			throw new InvalidDiscoveryPropertyException(PASSWORD, null, "is missing, but " + USERNAME + " is set",
					"Set both, or neither.");
		}
		if (username != null && username.indexOf(':') >= 0) {
			throw new InvalidDiscoveryPropertyException(USERNAME, username, "must not have a colon in it",
					"Basic authentication knows no such users.");
		}
		if (password != null && password.chars().anyMatch(Character::isISOControl)) {
			throw new InvalidDiscoveryPropertyException(PASSWORD, "***", "has a control character in it",
					"Take out line breaks and the like.");
		}
	}

	@Override
	public List<URI> getUrls() {
		return this.urls;
	}

	@Override
	public @Nullable String getUsername() {
		return this.username;
	}

	@Override
	public @Nullable String getPassword() {
		return this.password;
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		return this.sslBundle;
	}

}
