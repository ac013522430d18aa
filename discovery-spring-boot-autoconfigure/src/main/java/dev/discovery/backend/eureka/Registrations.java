package dev.discovery.backend.eureka;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.discovery.backend.http.JsonObject;
import dev.discovery.backend.http.ManagementAddress;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * What the server and its dashboard, and Netflix's clients, expect of a registration.
 */
final class Registrations {

	/**
	 * One's own, in which the server looks for nothing. The type is the name of a Java
	 * class; here it is only text, which is written as the server expects it.
	 */
	private static final String DATA_CENTER = "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo";

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
		return new JsonObject().with("instance", info(self, status)).toString();
	}

	/**
	 * Found under the same names whether it is asked for as secure or not: Spring Cloud's
	 * client never asks for secure ones, and calls them as such all the same.
	 */
	JsonObject info(Instance self, String status) {
		ManagementAddress management = ManagementAddress.of(self);
		String statusPath = this.registration.statusPagePath();
		String healthPath = this.registration.healthCheckPath();
		String health = (healthPath != null) ? management.url(healthPath) : management.endpoint("health");
		boolean secureHealth = health.startsWith("https:");
		String vip = this.registration.vipAddresses().isEmpty() ? self.getServiceId()
				: String.join(",", this.registration.vipAddresses());
		return new JsonObject().with("instanceId", self.getInstanceId())
			.with("app", app(self))
			.with("hostName", self.getHost())
			.with("ipAddr", ipAddress(self))
			.with("vipAddress", vip)
			.with("secureVipAddress", vip)
			.with("status", status)
			.with("port", port(self, !self.isSecure()))
			.with("securePort", port(self, self.isSecure()))
			.with("homePageUrl", self.getUri() + slashed(this.registration.homePagePath()))
			.with("statusPageUrl", (statusPath != null) ? management.url(statusPath) : management.endpoint("info"))
			.with("healthCheckUrl", secureHealth ? null : health)
			.with("secureHealthCheckUrl", secureHealth ? health : null)
			.with("dataCenterInfo", new JsonObject().with("@class", DATA_CENTER).with("name", "MyOwn"))
			.with("leaseInfo",
					new JsonObject().with("renewalIntervalInSecs", this.registration.heartbeat().toSeconds())
						.with("durationInSecs", this.registration.lease().toSeconds()))
			.with("metadata", metadata(self))
			.with("lastDirtyTimestamp", stamp(self));
	}

	private static JsonObject port(Instance self, boolean enabled) {
		return new JsonObject().with("$", self.getPort()).with("@enabled", enabled);
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
	private static Map<String, String> metadata(Instance self) {
		Map<String, String> metadata = new LinkedHashMap<>(self.getMetadata());
		metadata.keySet().removeIf((key) -> key.startsWith("@"));
		return metadata;
	}

}
