package dev.discovery.backend.eureka;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * An instance as the server lists it: what is read of it.
 *
 * @param zone where Amazon says that it is
 */
@JsonDeserialize(using = ListedInstanceReader.class)
record ListedInstance(@Nullable String instanceId, @Nullable String hostName, @Nullable String ipAddr,
		@Nullable String vipAddress, @Nullable String secureVipAddress, @Nullable String status,
		@Nullable String overriddenStatus, @Nullable Port port, @Nullable Port securePort, @Nullable String zone,
		@Nullable Map<String, @Nullable String> metadata, @Nullable String actionType) {

	record Port(int number, boolean enabled) {
	}

}
