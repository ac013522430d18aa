package dev.discovery.autoconfigure.kubernetes;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the API server is and what proves that one may use it. A bean of this type takes
 * the place of the properties. Must be safe for use by several threads.
 */
public interface KubernetesConnectionDetails extends ConnectionDetails {

	/**
	 * The API server. Asked once.
	 * @return its URL: https, or http for a proxy on this machine
	 */
	URI getUrl();

	/**
	 * The application's own namespace, unless 'discovery.kubernetes.namespace' says it.
	 * Asked once.
	 * @return the namespace, or null for {@code default}
	 */
	default @Nullable String getNamespace() {
		return null;
	}

	/**
	 * The bearer token. Asked before each exchange, so that it can change; must not take
	 * long.
	 * @return the token, or null if there is none
	 */
	default @Nullable String getToken() {
		return null;
	}

	/**
	 * Hears that the token was refused, and should be another one next time.
	 */
	default void refused() {
	}

	/**
	 * The certificates for TLS. Asked once; updates of a bundle from
	 * {@link org.springframework.boot.ssl.SslBundles} are followed.
	 * @return the bundle, or null for what the JVM trusts
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
