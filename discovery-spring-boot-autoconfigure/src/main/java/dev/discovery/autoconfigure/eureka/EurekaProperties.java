package dev.discovery.autoconfigure.eureka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.eureka.EurekaReading;
import dev.discovery.backend.http.RegistryHttpClient;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Which Eureka, how to get through to it, and how to read it.
 */
@ConfigurationProperties("discovery.eureka")
public class EurekaProperties {

	/**
	 * Where they stand, with a dot at the end.
	 */
	public static final String PREFIX = "discovery.eureka.";

	private static final Duration SHORTEST_FETCH = Duration.ofSeconds(1);

	/**
	 * The servers, which are peers of each other, the preferred one first: scheme, host,
	 * port and path. A user and a password may stand in front of the host.
	 */
	private List<String> urls = new ArrayList<>();

	/**
	 * The user, for servers whose URL doesn't have one.
	 */
	private @Nullable String username;

	/**
	 * The user's password.
	 */
	private @Nullable String password;

	/**
	 * Servers by zone, in place of 'urls' or before them. Those of the application's own
	 * zone ('discovery.registration.zone') come first.
	 */
	private Map<String, Zone> zones = new LinkedHashMap<>();

	/**
	 * How long it may take to be connected.
	 */
	private Duration connectTimeout = Duration.ofSeconds(1);

	/**
	 * How large an answer may be, unpacked. The whole registry is one answer.
	 */
	private DataSize maxAnswerSize = DataSize.ofMegabytes(64);

	/**
	 * How often the servers are asked what has changed; at least 1s.
	 */
	private Duration fetchInterval = Duration.ofSeconds(5);

	/**
	 * Remote regions whose applications the servers know too, and which are wanted.
	 */
	private List<String> regions = new ArrayList<>();

	private final Ssl ssl = new Ssl();

	/**
	 * How this application registers there.
	 */
	@NestedConfigurationProperty
	private final EurekaRegistrationProperties registration = new EurekaRegistrationProperties();

	public EurekaRegistrationProperties getRegistration() {
		return this.registration;
	}

	public List<String> getUrls() {
		return this.urls;
	}

	public void setUrls(List<String> urls) {
		this.urls = urls;
	}

	public @Nullable String getUsername() {
		return this.username;
	}

	public void setUsername(@Nullable String username) {
		this.username = username;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

	public Map<String, Zone> getZones() {
		return this.zones;
	}

	public void setZones(Map<String, Zone> zones) {
		this.zones = zones;
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

	public Duration getFetchInterval() {
		return this.fetchInterval;
	}

	public void setFetchInterval(Duration fetchInterval) {
		this.fetchInterval = fetchInterval;
	}

	public List<String> getRegions() {
		return this.regions;
	}

	public void setRegions(List<String> regions) {
		this.regions = regions;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	RegistryHttpClient.Settings toHttpSettings() {
		return PropertyRules.httpSettings(PREFIX, this.connectTimeout, this.maxAnswerSize);
	}

	EurekaReading toReading() {
		PropertyRules.atLeast(PREFIX + "fetch-interval", this.fetchInterval, SHORTEST_FETCH,
				"Each application asks that often: use 1s or more, such as 5s.");
		PropertyRules.noBlankElement(PREFIX + "regions", this.regions);
		return new EurekaReading(this.fetchInterval, this.regions);
	}

	/**
	 * A zone.
	 */
	public static class Zone {

		/**
		 * The zone's servers, the preferred one first.
		 */
		private List<String> urls = new ArrayList<>();

		public List<String> getUrls() {
			return this.urls;
		}

		public void setUrls(List<String> urls) {
			this.urls = urls;
		}

	}

	/**
	 * TLS.
	 */
	public static class Ssl {

		/**
		 * The SSL bundle with the certificates to trust and, where the servers want one,
		 * with the application's own. Defaults to what the JVM trusts.
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
