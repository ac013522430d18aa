package dev.discovery.backend.eureka;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.discovery.backend.ManagementAddress;
import dev.discovery.backend.RegistryJson;
import dev.discovery.backend.eureka.InstanceInfo.DataCenter;
import dev.discovery.backend.eureka.InstanceInfo.Lease;
import dev.discovery.backend.eureka.InstanceInfo.Port;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * What the server and its dashboard, and Netflix's clients, expect of a registration.
 */
final class Registrations {

	private final EurekaRegistration registration;

	Registrations(EurekaRegistration registration) {
		this.registration = registration;
	}

	/**
	 * The path of an instance's application.
	 */
	static String path(Instance self) {
		return "/apps/" + escape(app(self));
	}

	static String escape(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	private static String app(Instance self) {
		return self.getServiceId().toUpperCase(Locale.ROOT);
	}

	/**
	 * The query of a heartbeat. A server that knows an older registration asks for the
	 * newer one.
	 */
	String heartbeat(Instance self, String status) {
		String stamp = stamp(self);
		return "?status=" + status + ((stamp != null) ? "&lastDirtyTimestamp=" + escape(stamp) : "");
	}

	private static @Nullable String stamp(Instance self) {
		return self.getMetadata().get(Instance.REGISTERED_AT);
	}

	String body(Instance self, String status) {
		return RegistryJson.write(Map.of("instance", info(self, status)));
	}

	/**
	 * Found under the same names whether it is asked for as secure or not: Spring Cloud's
	 * client never asks for secure ones, and calls them as such all the same.
	 */
	InstanceInfo info(Instance self, String status) {
		ManagementAddress management = ManagementAddress.of(self);
		String statusPath = this.registration.statusPagePath();
		String healthPath = this.registration.healthCheckPath();
		String health = (healthPath != null) ? management.url(healthPath) : management.endpoint("health");
		boolean secureHealth = health.startsWith("https:");
		String vip = this.registration.vipAddresses().isEmpty() ? self.getServiceId()
				: String.join(",", this.registration.vipAddresses());
		return new InstanceInfo(self.getInstanceId(), app(self), self.getHost(), ipAddress(self), vip, vip, status,
				null, new Port(self.getPort(), !self.isSecure()), new Port(self.getPort(), self.isSecure()),
				self.getUri() + slashed(this.registration.homePagePath()),
				(statusPath != null) ? management.url(statusPath) : management.endpoint("info"),
				secureHealth ? null : health, secureHealth ? health : null, DataCenter.OWN,
				new Lease(this.registration.heartbeat().toSeconds(), this.registration.lease().toSeconds()),
				metadata(self), stamp(self), null);
	}

	/**
	 * Eureka writes an IPv6 address without brackets.
	 */
	private String ipAddress(Instance self) {
		String configured = this.registration.ipAddress();
		String address = (configured != null) ? configured : self.getHost();
		return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
	}

	private static String slashed(String path) {
		return path.startsWith("/") ? path : "/" + path;
	}

	/**
	 * No entry may be taken for the name of a Java class.
	 */
	private static Map<String, @Nullable String> metadata(Instance self) {
		Map<String, @Nullable String> metadata = new LinkedHashMap<>(self.getMetadata());
		metadata.keySet().removeIf((key) -> key.startsWith("@"));
		return metadata;
	}

}
