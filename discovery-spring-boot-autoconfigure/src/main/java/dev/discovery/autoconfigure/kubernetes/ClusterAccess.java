package dev.discovery.autoconfigure.kubernetes;

import java.net.URI;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * One way to an API server, as it was found.
 *
 * @param origin where it was found, for the log
 * @param url the server
 * @param namespace the namespace that belongs to it, if one does
 * @param token tells the token, or null if there is none
 * @param onRefusal hears that a token was refused
 * @param bundle the certificates, or null for what the JVM trusts
 */
record ClusterAccess(String origin, URI url, @Nullable String namespace, Supplier<@Nullable String> token,
		Runnable onRefusal, @Nullable SslBundle bundle) implements KubernetesConnectionDetails {

	/**
	 * Certificates given as PEM.
	 * @param ca whom to trust, or null for whom the JVM trusts
	 * @param certificate the own one, if there is one
	 * @param key its key
	 */
	static @Nullable SslBundle bundle(@Nullable String ca, @Nullable String certificate, @Nullable String key) {
		if (ca == null && certificate == null) {
			return null;
		}
		PemSslStoreDetails own = (certificate != null)
				? PemSslStoreDetails.forCertificate(certificate).withPrivateKey(key) : null;
		PemSslStoreDetails trusted = (ca != null) ? PemSslStoreDetails.forCertificate(ca) : null;
		return SslBundle.of(new PemSslStoreBundle(own, trusted));
	}

	@Override
	public URI getUrl() {
		return this.url;
	}

	@Override
	public @Nullable String getNamespace() {
		return this.namespace;
	}

	@Override
	public @Nullable String getToken() {
		return this.token.get();
	}

	@Override
	public void refused() {
		this.onRefusal.run();
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		return this.bundle;
	}

	@Override
	public String toString() {
		return this.url + " (" + this.origin + ")";
	}

}
