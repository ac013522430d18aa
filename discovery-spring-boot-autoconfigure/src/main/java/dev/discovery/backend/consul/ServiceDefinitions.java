package dev.discovery.backend.consul;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.discovery.backend.consul.ConsulRegistration.Check;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * What is registered with an agent for an instance: itself and, where asked for, its
 * management port as a service of its own that is as well as the instance is.
 */
final class ServiceDefinitions {

	private static final String MANAGEMENT_PORT = "management.port";

	private static final String MANAGEMENT_PATH = "management.context-path";

	private final ConsulRegistration registration;

	ServiceDefinitions(ConsulRegistration registration) {
		this.registration = registration;
	}

	/**
	 * The id of the one check of an instance that gives its own word.
	 */
	static String checkId(String instanceId) {
		return "service:" + instanceId;
	}

	/**
	 * Consul's word for a health; maintenance is apart from it.
	 */
	static String status(Health health) {
		return switch (health) {
			case UP, OUT_OF_SERVICE -> "passing";
			case UNKNOWN -> "warning";
			case STARTING, DOWN -> "critical";
		};
	}

	/**
	 * The ids under which an instance is registered.
	 */
	List<String> ids(Instance self) {
		String id = self.getInstanceId();
		return hasManagementService(self) ? List.of(id, id + "-management") : List.of(id);
	}

	List<Definition> of(Instance self, Health health) {
		List<Definition> definitions = new ArrayList<>();
		String id = self.getInstanceId();
		String address = address(self.getHost());
		List<String> tags = tags(self);
		Map<String, String> metadata = new LinkedHashMap<>(self.getMetadata());
		metadata.remove(ConsulDialect.TAGS);
		if (self.isSecure()) {
			metadata.put(ConsulDialect.SECURE, "true");
		}
		definitions.add(new Definition(id, self.getServiceId(), address, self.getPort(), tags,
				ConsulMeta.write(metadata), this.registration.tagOverride(), weights(self), check(self, health)));
		if (hasManagementService(self)) {
			String managementAddress = self.getMetadata().getOrDefault("management.address", address);
			definitions.add(new Definition(id + "-management", self.getServiceId() + "-management", managementAddress,
					managementPort(self), tags, Map.of(), this.registration.tagOverride(), null,
					CheckDefinition.alias(id)));
		}
		return definitions;
	}

	private boolean hasManagementService(Instance self) {
		return this.registration.managementService() && managementPort(self) != self.getPort();
	}

	private static int managementPort(Instance self) {
		try {
			return Integer.parseInt(self.getMetadata().getOrDefault(MANAGEMENT_PORT, ""));
		}
		catch (NumberFormatException ex) {
			return self.getPort();
		}
	}

	/**
	 * Consul writes an IPv6 address without brackets.
	 */
	private static String address(String host) {
		return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
	}

	private static List<String> tags(Instance self) {
		String tags = self.getMetadata().get(ConsulDialect.TAGS);
		return (tags == null || tags.isBlank()) ? List.of() : List.of(tags.split(","));
	}

	private @Nullable WeightsDefinition weights(Instance self) {
		ConsulRegistration.Weights configured = this.registration.weights();
		if (configured != null) {
			return new WeightsDefinition(configured.passing(), configured.warning());
		}
		try {
			int weight = Integer.parseInt(self.getMetadata().getOrDefault(Instance.WEIGHT, ""));
			return new WeightsDefinition(weight, weight);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private @Nullable CheckDefinition check(Instance self, Health health) {
		Duration critical = this.registration.deregisterCriticalAfter();
		String after = (critical != null) ? ConsulQuery.text(critical) : null;
		String id = checkId(self.getInstanceId());
		Check check = this.registration.check();
		if (check instanceof Check.Ttl ttl) {
			return new CheckDefinition(id, status(health), after, ConsulQuery.text(ttl.ttl()), null, null, null, null,
					null, null);
		}
		if (check instanceof Check.Http http) {
			return new CheckDefinition(id, null, after, null, healthUrl(self, http), null,
					ConsulQuery.text(http.interval()), ConsulQuery.text(http.timeout()), !http.verifyTls(), null);
		}
		if (check instanceof Check.Tcp tcp) {
			return new CheckDefinition(id, null, after, null, null, self.getAuthority(),
					ConsulQuery.text(tcp.interval()), ConsulQuery.text(tcp.timeout()), null, null);
		}
		return null;
	}

	private static String healthUrl(Instance self, Check.Http check) {
		Map<String, String> metadata = self.getMetadata();
		String scheme = metadata.getOrDefault("management.scheme", self.getScheme());
		String base = metadata.getOrDefault(MANAGEMENT_PATH, "/actuator");
		String path = (check.path() != null) ? check.path() : (base.equals("/") ? "" : base) + "/health";
		return scheme + "://" + self.getHost() + ":" + managementPort(self) + (path.startsWith("/") ? "" : "/") + path;
	}

	/**
	 * The body of {@code /v1/agent/service/register}.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Definition(@JsonProperty("ID") String id, @JsonProperty("Name") String name,
			@JsonProperty("Address") String address, @JsonProperty("Port") int port,
			@JsonProperty("Tags") List<String> tags, @JsonProperty("Meta") Map<String, String> meta,
			@JsonProperty("EnableTagOverride") boolean tagOverride,
			@JsonProperty("Weights") @Nullable WeightsDefinition weights,
			@JsonProperty("Check") @Nullable CheckDefinition check) {
	}

	record WeightsDefinition(@JsonProperty("Passing") int passing, @JsonProperty("Warning") int warning) {
	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	record CheckDefinition(@JsonProperty("CheckID") String id, @JsonProperty("Status") @Nullable String status,
			@JsonProperty("DeregisterCriticalServiceAfter") @Nullable String deregisterAfter,
			@JsonProperty("TTL") @Nullable String ttl, @JsonProperty("HTTP") @Nullable String http,
			@JsonProperty("TCP") @Nullable String tcp, @JsonProperty("Interval") @Nullable String interval,
			@JsonProperty("Timeout") @Nullable String timeout,
			@JsonProperty("TLSSkipVerify") @Nullable Boolean skipTlsVerify,
			@JsonProperty("AliasService") @Nullable String aliasService) {

		/**
		 * A check that says what the checks of another service say.
		 */
		static CheckDefinition alias(String instanceId) {
			return new CheckDefinition(checkId(instanceId + "-management"), null, null, null, null, null, null, null,
					null, instanceId);
		}

	}

}
