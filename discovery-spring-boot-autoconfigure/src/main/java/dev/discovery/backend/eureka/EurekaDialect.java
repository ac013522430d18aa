package dev.discovery.backend.eureka;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import dev.discovery.backend.eureka.ListedInstance.Port;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
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
		return Instance.builder(app, (host != null) ? host : "", (port != null) ? port.number() : 0)
			.instanceId(id)
			.secure(secure)
			.health(health(info))
			.metadata(metadata(info))
			.sharing(sharing)
			.build();
	}

	private static boolean isEnabled(@Nullable Port port) {
		return port != null && port.enabled();
	}

	/**
	 * The names under which an instance is found, in lower case: its application's, and
	 * those of its virtual addresses.
	 */
	static Set<String> names(String app, ListedInstance info) {
		Set<String> names = new LinkedHashSet<>(Set.of(app));
		Stream.of(info.vipAddress(), info.secureVipAddress())
			.filter(Objects::nonNull)
			.flatMap((list) -> Stream.of(list.split(",")))
			.map((name) -> name.strip().toLowerCase(Locale.ROOT))
			.filter((name) -> !name.isEmpty())
			.forEach(names::add);
		return names;
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

	/**
	 * Eureka's JSON has the names of Java classes among the entries.
	 */
	private static Map<String, @Nullable String> metadata(ListedInstance info) {
		Map<String, @Nullable String> metadata = new HashMap<>();
		if (info.metadata() != null) {
			info.metadata().forEach((key, value) -> {
				if (!key.startsWith("@")) {
					metadata.put(key, value);
				}
			});
		}
		if (!isBlank(info.zone())) {
			metadata.putIfAbsent(Instance.ZONE, info.zone());
		}
		return metadata;
	}

	private static boolean isBlank(@Nullable String text) {
		return text == null || text.isBlank();
	}

}
