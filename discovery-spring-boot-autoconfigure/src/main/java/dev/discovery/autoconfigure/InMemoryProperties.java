package dev.discovery.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.backend.memory.InMemorySettings;
import dev.discovery.model.Instance;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.model.InvalidInstanceException;
import dev.discovery.model.Locality;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The registry inside the JVM.
 *
 * @param registry The name of the registry: applications in one JVM that use the same
 * name find each other.
 * @param ttl How long an instance stays registered without a heartbeat.
 * @param heartbeat How often a heartbeat is sent.
 * @param services Instances that are always there, by service id.
 */
@ConfigurationProperties("discovery.in-memory")
public record InMemoryProperties(@DefaultValue("default") String registry, @DefaultValue("30s") Duration ttl,
		@DefaultValue("10s") Duration heartbeat, @DefaultValue Map<String, List<StaticInstance>> services) {

	private static final String PREFIX = "discovery.in-memory";

	InMemorySettings toSettings() {
		PropertyRules.positive(PREFIX + ".heartbeat", this.heartbeat);
		if (this.heartbeat.compareTo(this.ttl) >= 0) {
			throw new InvalidDiscoveryPropertyException(PREFIX + ".ttl", this.ttl.toString(),
					"must be longer than the heartbeat, which is " + this.heartbeat,
					"Set it to about three times " + PREFIX + ".heartbeat.");
		}
		return new InMemorySettings(this.registry, this.ttl, this.heartbeat, toInstances());
	}

	private Map<String, List<Instance>> toInstances() {
		Map<String, List<Instance>> instances = new LinkedHashMap<>();
		this.services.forEach((serviceId, entries) -> {
			List<Instance> list = new ArrayList<>();
			for (int i = 0; i < entries.size(); i++) {
				list.add(toInstance(serviceId, entries.get(i), PREFIX + ".services." + serviceId + "[" + i + "].uri"));
			}
			instances.put(serviceId, list);
		});
		return instances;
	}

	private static Instance toInstance(String serviceId, StaticInstance entry, String property) {
		URI uri = entry.uri();
		String scheme = (uri != null) ? uri.getScheme() : null;
		if (uri == null || uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
			throw new InvalidDiscoveryPropertyException(property, String.valueOf(uri),
					"is not an http or https URI with a host", "Write it like http://localhost:8081.");
		}
		boolean secure = "https".equals(scheme);
		int defaultPort = secure ? 443 : 80;
		try {
			return Instance.builder(serviceId, uri.getHost(), (uri.getPort() != -1) ? uri.getPort() : defaultPort)
				.instanceId(entry.instanceId())
				.secure(secure)
				.locality(Locality.of(entry.region(), entry.zone()))
				.metadata(Map.copyOf(entry.metadata()))
				.build();
		}
		catch (InvalidInstanceException ex) {
			throw new InvalidDiscoveryPropertyException(property, uri.toString(), String.valueOf(ex.getMessage()),
					"Write it like http://localhost:8081.");
		}
	}

	/**
	 * An instance that is always there.
	 *
	 * @param uri Where it is: scheme, host and port.
	 * @param instanceId Its id; made of service, host and port if not set.
	 * @param zone The zone in which it runs.
	 * @param region The region in which it runs.
	 * @param metadata Its metadata.
	 */
	public record StaticInstance(@Nullable URI uri, @Nullable String instanceId, @Nullable String zone,
			@Nullable String region, @DefaultValue Map<String, String> metadata) {
	}

}
