package dev.discovery.autoconfigure.consul;

import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

import dev.discovery.autoconfigure.properties.ConfiguredSslBundle;
import dev.discovery.autoconfigure.properties.TokenFile;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;

/**
 * What the properties say. Everything is checked when it is made.
 */
final class PropertiesConsulConnectionDetails implements ConsulConnectionDetails {

	private static final String BUNDLE = ConsulProperties.PREFIX + "ssl.bundle";

	private final List<URI> urls;

	private final Supplier<@Nullable String> token;

	private final @Nullable SslBundle sslBundle;

	PropertiesConsulConnectionDetails(ConsulProperties properties, Environment environment,
			@Nullable SslBundles bundles) {
		this.urls = ConsulUrls.of(properties, environment);
		this.token = TokenFile.orToken(ConsulProperties.PREFIX, properties.getToken(), properties.getTokenFile(),
				"/run/secrets/consul-token");
		this.sslBundle = ConfiguredSslBundle.find(BUNDLE, properties.getSsl().getBundle(), this.urls, bundles);
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
