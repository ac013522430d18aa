package dev.discovery.autoconfigure.consul;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.consul.ConsulSettings.Tenancy;
import dev.discovery.backend.http.RegistryHttpClient;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Which Consul, and how to get through to it. {@link ConsulReadingProperties} and
 * {@link ConsulRegistrationProperties} say what to do there.
 */
@ConfigurationProperties("discovery.consul")
public class ConsulProperties extends ConsulReadingProperties {

	static final String PREFIX = "discovery.consul.";

	/**
	 * The agent: scheme, host and port.
	 */
	private @Nullable String url;

	/**
	 * Several agents or servers of one cluster, in place of 'url'. Reading goes on with
	 * the next one when one fails; the application registers with the first.
	 */
	private List<String> urls = new ArrayList<>();

	/**
	 * The ACL token, where the cluster wants one.
	 */
	private @Nullable String token;

	/**
	 * A file that holds the ACL token, in place of 'token'. May change while the
	 * application runs.
	 */
	private @Nullable String tokenFile;

	private final Ssl ssl = new Ssl();

	/**
	 * How long it may take to be connected.
	 */
	private Duration connectTimeout = Duration.ofSeconds(1);

	/**
	 * How large an answer may be, unpacked.
	 */
	private DataSize maxAnswerSize = DataSize.ofMegabytes(16);

	/**
	 * The namespace (Consul Enterprise). Defaults to the token's own.
	 */
	private @Nullable String namespace;

	/**
	 * The admin partition (Consul Enterprise). Defaults to the agent's own.
	 */
	private @Nullable String partition;

	/**
	 * How this application registers there.
	 */
	@NestedConfigurationProperty
	private final ConsulRegistrationProperties registration = new ConsulRegistrationProperties();

	public ConsulRegistrationProperties getRegistration() {
		return this.registration;
	}

	public @Nullable String getUrl() {
		return this.url;
	}

	public void setUrl(@Nullable String url) {
		this.url = url;
	}

	public List<String> getUrls() {
		return this.urls;
	}

	public void setUrls(List<String> urls) {
		this.urls = urls;
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

	public Ssl getSsl() {
		return this.ssl;
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

	public @Nullable String getNamespace() {
		return this.namespace;
	}

	public void setNamespace(@Nullable String namespace) {
		this.namespace = namespace;
	}

	public @Nullable String getPartition() {
		return this.partition;
	}

	public void setPartition(@Nullable String partition) {
		this.partition = partition;
	}

	Tenancy toTenancy() {
		return new Tenancy(PropertyRules.textOrNull(this.namespace), PropertyRules.textOrNull(this.partition));
	}

	RegistryHttpClient.Settings toHttpSettings() {
		return PropertyRules.httpSettings(PREFIX, this.connectTimeout, this.maxAnswerSize);
	}

	/**
	 * TLS.
	 */
	public static class Ssl {

		/**
		 * The SSL bundle with the certificates to trust and, where Consul wants one, with
		 * the application's own. Defaults to what the JVM trusts.
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
