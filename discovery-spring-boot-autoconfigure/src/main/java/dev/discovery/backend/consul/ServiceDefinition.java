package dev.discovery.backend.consul;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code /v1/agent/service/register}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ServiceDefinition(@JsonProperty("ID") String id, @JsonProperty("Name") String name,
		@JsonProperty("Address") String address, @JsonProperty("Port") int port,
		@JsonProperty("Tags") List<String> tags, @JsonProperty("Meta") Map<String, String> meta,
		@JsonProperty("EnableTagOverride") boolean tagOverride, @JsonProperty("Weights") @Nullable Weights weights,
		@JsonProperty("Check") @Nullable Check check) {

	record Weights(@JsonProperty("Passing") int passing, @JsonProperty("Warning") int warning) {
	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Check(@JsonProperty("CheckID") String id, @JsonProperty("Status") @Nullable String status,
			@JsonProperty("DeregisterCriticalServiceAfter") @Nullable String deregisterAfter,
			@JsonProperty("TTL") @Nullable String ttl, @JsonProperty("HTTP") @Nullable String http,
			@JsonProperty("TCP") @Nullable String tcp, @JsonProperty("Interval") @Nullable String interval,
			@JsonProperty("Timeout") @Nullable String timeout,
			@JsonProperty("TLSSkipVerify") @Nullable Boolean skipTlsVerify) {
	}

}
