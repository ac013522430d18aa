package dev.discovery.fitness.probe;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.discovery.model.Instance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where an instance is asked over HTTP: at its metadata's {@value #HEALTH_PATH}, else at
 * the actuator that {@value #MANAGEMENT_PORT} and {@value #MANAGEMENT_PATH} describe (the
 * keys of Spring Boot Admin, which this starter writes too), else at the configured path.
 * <p>
 * Metadata is what anybody wrote who may register: it can move the port and the path, but
 * never the host, and never from https to http. A value that doesn't fit is as good as
 * none. Safe for use by several threads.
 */
final class ProbeTargets {

	static final String HEALTH_PATH = "health-path";

	static final String MANAGEMENT_PORT = "management.port";

	static final String MANAGEMENT_PATH = "management.context-path";

	private static final Log logger = LogFactory.getLog(ProbeTargets.class);

	private static final int MAX_MENTIONED = 1_000;

	private final String path;

	private final Set<String> mentioned = ConcurrentHashMap.newKeySet();

	ProbeTargets(String path) {
		if (!ProbePath.isValid(path)) {
			throw new IllegalArgumentException("the path of a probe can't be used");
		}
		this.path = path;
	}

	/**
	 * Where to ask.
	 * @param instance whom
	 * @return the URL; null where the actuator listens at another address, or in the
	 * clear beside a secure instance, so that it can't be asked
	 */
	@Nullable URI uri(Instance instance) {
		Map<String, String> metadata = instance.getMetadata();
		String own = metadata.get(HEALTH_PATH);
		if (own != null && isUsable(instance, HEALTH_PATH, ProbePath.isValid(own))) {
			return url(instance.getScheme(), instance, instance.getPort(), own);
		}
		String port = metadata.get(MANAGEMENT_PORT);
		String base = metadata.get(MANAGEMENT_PATH);
		if ((port != null || base != null) && isUsable(instance, MANAGEMENT_PORT, isPort(port))
				&& isUsable(instance, MANAGEMENT_PATH, isBase(base))) {
			return management(instance, (port != null) ? Integer.parseInt(port) : instance.getPort(),
					(base != null) ? base : "/actuator");
		}
		return url(instance.getScheme(), instance, instance.getPort(), this.path);
	}

	private static @Nullable URI management(Instance instance, int port, String base) {
		Map<String, String> metadata = instance.getMetadata();
		String scheme = metadata.getOrDefault("management.scheme", instance.getScheme());
		boolean weaker = instance.isSecure() && !scheme.equals("https");
		String address = metadata.get("management.address");
		if (weaker || (address != null && !isHost(instance, address))) {
			return null;
		}
		return url(scheme.equals("https") ? "https" : "http", instance, port,
				(base.equals("/") ? "" : base) + "/health");
	}

	private static boolean isHost(Instance instance, String address) {
		return address.equalsIgnoreCase(instance.getHost()) || ("[" + address + "]").equals(instance.getHost());
	}

	private static boolean isPort(@Nullable String port) {
		if (port == null) {
			return true;
		}
		boolean digits = !port.isEmpty() && port.length() <= 5 && port.chars().allMatch((c) -> c >= '0' && c <= '9');
		return digits && Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= 65535;
	}

	private static boolean isBase(@Nullable String base) {
		return base == null || ProbePath.isValid(base);
	}

	private boolean isUsable(Instance instance, String key, boolean valid) {
		if (!valid && logger.isDebugEnabled() && this.mentioned.size() < MAX_MENTIONED
				&& this.mentioned.add(key + " " + instance.getInstanceId())) {
			logger.debug("The metadata '" + key + "' of " + instance + " can't be used for its health check, so "
					+ this.path + " at its own port is asked");
		}
		return valid;
	}

	private static URI url(String scheme, Instance instance, int port, String path) {
		return URI.create(scheme + "://" + instance.getHost() + ":" + port + path);
	}

}
