package dev.discovery.autoconfigure.eureka;

import java.net.URI;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where Eureka is and what proves that one may use it. A bean of this type takes the
 * place of the properties. Asked once.
 */
public interface EurekaConnectionDetails extends ConnectionDetails {

	/**
	 * Servers that are peers of each other.
	 * @return at least one, the preferred one first, each with scheme, host, port and
	 * path; a user and a password may stand in front of the host
	 */
	List<URI> getUrls();

	/**
	 * The user, for servers whose URL has none.
	 * @return the name, or null if they want none
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * The user's password.
	 * @return the password, or null if there is no user
	 */
	default @Nullable String getPassword() {
		return null;
	}

	/**
	 * The certificates for TLS. Updates of a bundle from
	 * {@link org.springframework.boot.ssl.SslBundles} are followed.
	 * @return the bundle, or null for what the JVM trusts
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
