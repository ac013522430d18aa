package dev.discovery.backend.consul;

import java.util.List;
import java.util.Map;

import dev.discovery.backend.http.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code /v1/agent/service/register}.
 */
record ServiceDefinition(String id, String name, String address, int port, List<String> tags, Map<String, String> meta,
		boolean tagOverride, @Nullable Weights weights, @Nullable Check check) {

	String toJson() {
		return new JsonObject().with("ID", this.id)
			.with("Name", this.name)
			.with("Address", this.address)
			.with("Port", this.port)
			.with("Tags", this.tags)
			.with("Meta", this.meta)
			.with("EnableTagOverride", this.tagOverride)
			.with("Weights", (this.weights != null) ? this.weights.toJson() : null)
			.with("Check", (this.check != null) ? this.check.toJson() : null)
			.toString();
	}

	record Weights(int passing, int warning) {

		private JsonObject toJson() {
			return new JsonObject().with("Passing", this.passing).with("Warning", this.warning);
		}

	}

	record Check(String id, @Nullable String status, @Nullable String deregisterAfter, @Nullable String ttl,
			@Nullable String http, @Nullable String tcp, @Nullable String interval, @Nullable String timeout,
			@Nullable Boolean skipTlsVerify) {

		private JsonObject toJson() {
			return new JsonObject().with("CheckID", this.id)
				.with("Status", this.status)
				.with("DeregisterCriticalServiceAfter", this.deregisterAfter)
				.with("TTL", this.ttl)
				.with("HTTP", this.http)
				.with("TCP", this.tcp)
				.with("Interval", this.interval)
				.with("Timeout", this.timeout)
				.with("TLSSkipVerify", this.skipTlsVerify);
		}

	}

}
