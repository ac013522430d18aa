package dev.discovery.backend.eureka;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An instance in Eureka's JSON, as it is written.
 */
@JsonInclude(Include.NON_NULL)
record InstanceInfo(@JsonProperty("instanceId") @Nullable String instanceId, @JsonProperty("app") @Nullable String app,
		@JsonProperty("hostName") @Nullable String hostName, @JsonProperty("ipAddr") @Nullable String ipAddr,
		@JsonProperty("vipAddress") @Nullable String vipAddress,
		@JsonProperty("secureVipAddress") @Nullable String secureVipAddress,
		@JsonProperty("status") @Nullable String status,
		@JsonProperty("overriddenStatus") @Nullable String overriddenStatus, @JsonProperty("port") @Nullable Port port,
		@JsonProperty("securePort") @Nullable Port securePort,
		@JsonProperty("homePageUrl") @Nullable String homePageUrl,
		@JsonProperty("statusPageUrl") @Nullable String statusPageUrl,
		@JsonProperty("healthCheckUrl") @Nullable String healthCheckUrl,
		@JsonProperty("secureHealthCheckUrl") @Nullable String secureHealthCheckUrl,
		@JsonProperty("dataCenterInfo") @Nullable DataCenter dataCenter,
		@JsonProperty("leaseInfo") @Nullable Lease lease,
		@JsonProperty("metadata") @Nullable Map<String, @Nullable String> metadata,
		@JsonProperty("lastDirtyTimestamp") @Nullable String lastDirtyTimestamp,
		@JsonProperty("actionType") @Nullable String actionType) {

	record Port(@JsonProperty("$") int number, @JsonProperty("@enabled") boolean enabled) {
	}

	/**
	 * The type is the name of a Java class. Here it is only text, which is written as the
	 * server expects it and never looked up.
	 */
	@JsonInclude(Include.NON_NULL)
	record DataCenter(@JsonProperty("@class") @Nullable String type, @JsonProperty("name") @Nullable String name,
			@JsonProperty("metadata") @Nullable Map<String, @Nullable String> metadata) {

		/**
		 * One's own, in which the server looks for nothing.
		 */
		static final DataCenter OWN = new DataCenter("com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo", "MyOwn",
				null);

	}

	record Lease(@JsonProperty("renewalIntervalInSecs") long renewal, @JsonProperty("durationInSecs") long duration) {
	}

}
