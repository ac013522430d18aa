package dev.discovery.autoconfigure.consul;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where Consul is and what proves that one may use it. A bean of this type takes the
 * place of the properties. Must be safe for use by several threads.
 */
public interface ConsulConnectionDetails extends ConnectionDetails {

	/**
	 * Agents or servers of one cluster. Asked once.
	 * @return at least one, each with scheme, host and port; registration goes to the
	 * first
	 */
	List<URI> getUrls();

	/**
	 * The ACL token. Asked before each exchange, so that it can change; must not take
	 * long.
	 * @return the token, or null if the cluster wants none
	 */
	default @Nullable String getToken() {
		return null;
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
