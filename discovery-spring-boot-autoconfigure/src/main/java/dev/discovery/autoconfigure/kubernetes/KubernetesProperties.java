package dev.discovery.autoconfigure.kubernetes;

import java.time.Duration;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.http.RegistryHttpClient;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Which cluster, and how to get through to it. {@link KubernetesReadingProperties} says
 * what to see of it.
 */
@ConfigurationProperties("discovery.kubernetes")
public class KubernetesProperties extends KubernetesReadingProperties {

	static final String PREFIX = "discovery.kubernetes.";

	/**
	 * The API server, or a proxy such as that of 'kubectl proxy'. Defaults to the server
	 * of the pod's service account, else to that of the kubeconfig.
	 */
	private @Nullable String url;

	/**
	 * The bearer token, where 'url' is set and the server wants one.
	 */
	private @Nullable String token;

	/**
	 * A file that holds the bearer token, in place of 'token'. May change while the
	 * application runs.
	 */
	private @Nullable String tokenFile;

	/**
	 * The kubeconfig to use outside of a cluster. Defaults to the first file of the
	 * variable KUBECONFIG, else to .kube/config in the home directory.
	 */
	private @Nullable String kubeconfig;

	/**
	 * The context of the kubeconfig. Defaults to its current one.
	 */
	private @Nullable String context;

	/**
	 * The application's own namespace, in which bare names are looked for. Defaults to
	 * that of the service account, else to that of the kubeconfig's context, else to
	 * 'default'.
	 */
	private @Nullable String namespace;

	/**
	 * How long it may take to be connected.
	 */
	private Duration connectTimeout = Duration.ofSeconds(1);

	/**
	 * How large a page of a list may be, unpacked.
	 */
	private DataSize maxAnswerSize = DataSize.ofMegabytes(64);

	/**
	 * Whether the application fails to start where it may not read the endpoints of its
	 * own namespace, or can't reach the API server.
	 */
	private boolean failFast;

	private final Ssl ssl = new Ssl();

	public @Nullable String getUrl() {
		return this.url;
	}

	public void setUrl(@Nullable String url) {
		this.url = url;
	}

	public @Nullable String getToken() {
		return this.token;
	}

	public void setToken(@Nullable String token) {
		this.token = token;
	}

	public @Nullable String getTokenFile() {
		return this.tokenFile;
	}

	public void setTokenFile(@Nullable String tokenFile) {
		this.tokenFile = tokenFile;
	}

	public @Nullable String getKubeconfig() {
		return this.kubeconfig;
	}

	public void setKubeconfig(@Nullable String kubeconfig) {
		this.kubeconfig = kubeconfig;
	}

	public @Nullable String getContext() {
		return this.context;
	}

	public void setContext(@Nullable String context) {
		this.context = context;
	}

	public @Nullable String getNamespace() {
		return this.namespace;
	}

	public void setNamespace(@Nullable String namespace) {
		this.namespace = namespace;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public DataSize getMaxAnswerSize() {
		return this.maxAnswerSize;
	}

	public void setMaxAnswerSize(DataSize maxAnswerSize) {
		this.maxAnswerSize = maxAnswerSize;
	}

	public boolean isFailFast() {
		return this.failFast;
	}

	public void setFailFast(boolean failFast) {
		this.failFast = failFast;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	RegistryHttpClient.Settings toHttpSettings() {
		return PropertyRules.httpSettings(PREFIX, this.connectTimeout, this.maxAnswerSize);
	}

	/**
	 * TLS.
	 */
	public static class Ssl {

		/**
		 * The SSL bundle with the certificates to trust, where 'url' is set, and with the
		 * application's own, where the server wants one. Defaults to what the JVM trusts.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

}
