package dev.discovery.backend.consul;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.backend.consul.ConsulRegistration.Check;
import dev.discovery.backend.http.ManagementAddress;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * What is registered with an agent for an instance: itself and, where asked for, its
 * management port as a service of its own, with a check of the same kind.
 */
final class ServiceDefinitions {

	private static final int MAX_WEIGHT = 65_535;

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
	 * What an instance begins with: one that is to be in maintenance, which needs a
	 * registration to be there, passes only once it is.
	 */
	private static String initial(Health health) {
		return (health == Health.OUT_OF_SERVICE) ? "critical" : status(health);
	}

	/**
	 * The ids under which an instance is registered.
	 */
	List<String> ids(Instance self) {
		String id = self.getInstanceId();
		return hasManagementService(self) ? List.of(id, managementId(id)) : List.of(id);
	}

	/**
	 * What to register, the instance itself last: nobody is to call it before all is
	 * there.
	 */
	List<ServiceDefinition> of(Instance self, Health health) {
		List<ServiceDefinition> definitions = new ArrayList<>();
		String id = self.getInstanceId();
		String address = address(self.getHost());
		List<String> tags = tags(self);
		Map<String, String> metadata = new LinkedHashMap<>(self.getMetadata());
		metadata.remove(ConsulDialect.TAGS);
		if (this.registration.weights() != null) {
			metadata.remove(Instance.WEIGHT);
		}
		if (self.isSecure()) {
			metadata.put(ConsulDialect.SECURE, "true");
		}
		if (hasManagementService(self)) {
			ManagementAddress management = ManagementAddress.of(self);
			definitions.add(new ServiceDefinition(managementId(id), self.getServiceId() + "-management",
					address(management.host()), management.port(), tags, Map.of(), this.registration.tagOverride(),
					null, check(managementId(id), management.authority(), self, health)));
		}
		definitions.add(new ServiceDefinition(id, self.getServiceId(), address, self.getPort(), tags,
				ConsulMeta.write(metadata), this.registration.tagOverride(), weights(self),
				check(id, self.getAuthority(), self, health)));
		return definitions;
	}

	private boolean hasManagementService(Instance self) {
		return this.registration.managementService() && ManagementAddress.of(self).port() != self.getPort();
	}

	private static String managementId(String id) {
		return id + "-management";
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

	private ServiceDefinition.@Nullable Weights weights(Instance self) {
		ConsulRegistration.Weights configured = this.registration.weights();
		if (configured != null) {
			return new ServiceDefinition.Weights(configured.passing(), configured.warning());
		}
		try {
			int weight = Integer.parseInt(self.getMetadata().getOrDefault(Instance.WEIGHT, ""));
			// any other stays in the metadata alone: Consul would refuse the registration
			return (weight >= 1 && weight <= MAX_WEIGHT) ? new ServiceDefinition.Weights(weight, weight) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private ServiceDefinition.@Nullable Check check(String id, String authority, Instance self, Health health) {
		Duration critical = this.registration.deregisterCriticalAfter();
		String after = (critical != null) ? ConsulQuery.text(critical) : null;
		Check check = this.registration.check();
		if (check instanceof Check.Ttl ttl) {
			return new ServiceDefinition.Check(checkId(id), initial(health), after, ConsulQuery.text(ttl.ttl()), null,
					null, null, null, null);
		}
		if (check instanceof Check.Http http) {
			return new ServiceDefinition.Check(checkId(id), null, after, null, healthUrl(self, http), null,
					ConsulQuery.text(http.interval()), ConsulQuery.text(http.timeout()), !http.verifyTls());
		}
		if (check instanceof Check.Tcp tcp) {
			return new ServiceDefinition.Check(checkId(id), null, after, null, null, authority,
					ConsulQuery.text(tcp.interval()), ConsulQuery.text(tcp.timeout()), null);
		}
		return null;
	}

	private static String healthUrl(Instance self, Check.Http check) {
		ManagementAddress management = ManagementAddress.of(self);
		return (check.path() != null) ? management.url(check.path()) : management.endpoint("health");
	}

}
