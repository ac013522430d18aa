package dev.discovery.autoconfigure.consul;

import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

import dev.discovery.autoconfigure.properties.ConfiguredSslBundle;
import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.autoconfigure.properties.TokenFile;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * What the properties say. Everything is checked when it is made.
 */
final class PropertiesConsulConnectionDetails implements ConsulConnectionDetails {

	private static final String TOKEN = ConsulProperties.PREFIX + "token";

	private static final String TOKEN_FILE = ConsulProperties.PREFIX + "token-file";

	private static final String BUNDLE = ConsulProperties.PREFIX + "ssl.bundle";

	private final List<URI> urls;

	private final Supplier<@Nullable String> token;

	private final @Nullable SslBundle sslBundle;

	PropertiesConsulConnectionDetails(ConsulProperties properties, Environment environment,
			@Nullable SslBundles bundles) {
		this.urls = ConsulUrls.of(properties, environment);
		this.token = token(properties);
		this.sslBundle = ConfiguredSslBundle.find(BUNDLE, properties.getSsl().getBundle(), this.urls, bundles);
	}

	private static Supplier<@Nullable String> token(ConsulProperties properties) {
		String token = properties.getToken();
		String file = properties.getTokenFile();
		if (token != null && file != null) {
			throw new InvalidDiscoveryPropertyException(TOKEN_FILE, file, "is set, and so is " + TOKEN,
					"Keep one of them.");
		}
		if (token != null) {
			String checked = PropertyRules.token(TOKEN, token);
			return () -> checked;
		}
		return (file != null)
				? new TokenFile(TOKEN_FILE, PropertyRules.path(TOKEN_FILE, file, "/run/secrets/consul-token"))::get
				: () -> null;
	}

	@Override
	public List<URI> getUrls() {
		return this.urls;
	}

	@Override
	public @Nullable String getToken() {
		return this.token.get();
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		return this.sslBundle;
	}

}
