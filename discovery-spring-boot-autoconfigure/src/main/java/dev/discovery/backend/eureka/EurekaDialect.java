package dev.discovery.backend.eureka;

import java.util.Map;

import dev.discovery.backend.eureka.ListedInstance.Port;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.InstanceBuilder;
import dev.discovery.model.Sharing;
import org.jspecify.annotations.Nullable;

/**
 * Turns what Eureka says of an instance into ours.
 */
final class EurekaDialect {

	private EurekaDialect() {
	}

	/**
	 * The instance. Where both ports are enabled the secure one is called, as Spring
	 * Cloud does.
	 * @param app its application, in lower case
	 * @param id its id
	 * @param sharing what is known of others in the same answer
	 */
	static Instance instance(String app, String id, ListedInstance info, Sharing sharing) {
		boolean secure = isEnabled(info.securePort());
		Port port = secure ? info.securePort() : info.port();
		String host = isBlank(info.hostName()) ? info.ipAddr() : info.hostName();
		Map<String, @Nullable String> metadata = (info.metadata() != null) ? info.metadata() : Map.of();
		InstanceBuilder builder = Instance.builder(app, (host != null) ? host : "", (port != null) ? port.number() : 0)
			.instanceId(id)
			.secure(secure)
			.health(health(info))
			.metadata(metadata)
			.sharing(sharing);
		boolean placed = isBlank(info.zone()) || metadata.get(Instance.ZONE) != null;
		return (placed ? builder : builder.metadata(Instance.ZONE, info.zone())).build();
	}

	private static boolean isEnabled(@Nullable Port port) {
		return port != null && port.enabled();
	}

	/**
	 * An override counts more than what an instance says of itself, unless it says that
	 * it is down or not ready yet: the server's own rule.
	 */
	private static Health health(ListedInstance info) {
		Health own = health(info.status());
		Health override = health(info.overriddenStatus());
		boolean overridden = override != Health.UNKNOWN && own != Health.DOWN && own != Health.STARTING;
		return overridden ? override : own;
	}

	private static Health health(@Nullable String status) {
		try {
			return (status != null) ? Health.parse(status) : Health.UNKNOWN;
		}
		catch (IllegalArgumentException ex) {
			return Health.UNKNOWN;
		}
	}

	private static boolean isBlank(@Nullable String text) {
		return text == null || text.isBlank();
	}

}
