package dev.discovery.autoconfigure.memory;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.memory.InMemorySettings;
import dev.discovery.model.Instance;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.model.InvalidInstanceException;
import dev.discovery.model.Locality;
import dev.discovery.model.PropertyName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The registry inside the JVM.
 */
@ConfigurationProperties("discovery.in-memory")
public class InMemoryProperties {

	private static final String PREFIX = "discovery.in-memory";

	/**
	 * The name of the registry: applications in one JVM that use the same name find each
	 * other.
	 */
	private String registry = "default";

	/**
	 * How long an instance stays registered without a heartbeat.
	 */
	private Duration ttl = Duration.ofSeconds(30);

	/**
	 * How often a heartbeat is sent.
	 */
	private Duration heartbeat = Duration.ofSeconds(10);

	/**
	 * Instances that are always there, by service id.
	 */
	private Map<String, List<StaticInstance>> services = new LinkedHashMap<>();

	public String getRegistry() {
		return this.registry;
	}

	public void setRegistry(String registry) {
		this.registry = registry;
	}

	public Duration getTtl() {
		return this.ttl;
	}

	public void setTtl(Duration ttl) {
		this.ttl = ttl;
	}

	public Duration getHeartbeat() {
		return this.heartbeat;
	}

	public void setHeartbeat(Duration heartbeat) {
		this.heartbeat = heartbeat;
	}

	public Map<String, List<StaticInstance>> getServices() {
		return this.services;
	}

	public void setServices(Map<String, List<StaticInstance>> services) {
		this.services = services;
	}

	InMemorySettings toSettings() {
		PropertyRules.positive(PREFIX + ".heartbeat", this.heartbeat);
		if (this.heartbeat.compareTo(this.ttl) >= 0) {
			throw new InvalidDiscoveryPropertyException(PREFIX + ".ttl", this.ttl.toString(),
					"must be longer than the heartbeat, which is " + this.heartbeat,
					"Set it to about three times " + PREFIX + ".heartbeat.");
		}
		PropertyRules.countable(PREFIX + ".ttl", this.ttl);
		return new InMemorySettings(this.registry, this.ttl, this.heartbeat, toInstances());
	}

	private Map<String, List<Instance>> toInstances() {
		Map<String, List<Instance>> instances = new LinkedHashMap<>();
		this.services.forEach((serviceId, entries) -> {
			List<Instance> list = new ArrayList<>();
			for (int i = 0; i < entries.size(); i++) {
				list.add(toInstance(serviceId, entries.get(i),
						PropertyName.of(PREFIX + ".services", serviceId) + "[" + i + "].uri"));
			}
			instances.put(serviceId, list);
		});
		return instances;
	}

	private static Instance toInstance(String serviceId, StaticInstance entry, String property) {
		URI uri = entry.getUri();
		String scheme = (uri != null) ? uri.getScheme() : null;
		if (uri == null || uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
			throw new InvalidDiscoveryPropertyException(property, (uri != null) ? uri.toString() : null,
					"is not an http or https URI with a host", "Write it like http://localhost:8081.");
		}
		boolean secure = "https".equals(scheme);
		int defaultPort = secure ? 443 : 80;
		try {
			return Instance.builder(serviceId, uri.getHost(), (uri.getPort() != -1) ? uri.getPort() : defaultPort)
				.instanceId(entry.getInstanceId())
				.secure(secure)
				.locality(Locality.of(entry.getRegion(), entry.getZone()))
				.metadata(Map.copyOf(entry.getMetadata()))
				.build();
		}
		catch (InvalidInstanceException ex) {
			throw new InvalidDiscoveryPropertyException(property, uri.toString(), String.valueOf(ex.getMessage()),
					"Write it like http://localhost:8081.");
		}
	}

	/**
	 * An instance that is always there.
	 */
	public static class StaticInstance {

		/**
		 * Where it is: scheme, host and port.
		 */
		private @Nullable URI uri;

		/**
		 * Its id; made of service, host and port if not set.
		 */
		private @Nullable String instanceId;

		/**
		 * The zone in which it runs.
		 */
		private @Nullable String zone;

		/**
		 * The region in which it runs.
		 */
		private @Nullable String region;

		/**
		 * Its metadata.
		 */
		private Map<String, String> metadata = new LinkedHashMap<>();

		public @Nullable URI getUri() {
			return this.uri;
		}

		public void setUri(@Nullable URI uri) {
			this.uri = uri;
		}

		public @Nullable String getInstanceId() {
			return this.instanceId;
		}

		public void setInstanceId(@Nullable String instanceId) {
			this.instanceId = instanceId;
		}

		public @Nullable String getZone() {
			return this.zone;
		}

		public void setZone(@Nullable String zone) {
			this.zone = zone;
		}

		public @Nullable String getRegion() {
			return this.region;
		}

		public void setRegion(@Nullable String region) {
			this.region = region;
		}

		public Map<String, String> getMetadata() {
			return this.metadata;
		}

		public void setMetadata(Map<String, String> metadata) {
			this.metadata = metadata;
		}

	}

}
