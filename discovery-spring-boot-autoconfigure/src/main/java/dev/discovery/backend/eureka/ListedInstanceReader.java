package dev.discovery.backend.eureka;

import java.util.Map;

import dev.discovery.backend.eureka.ListedInstance.Port;
import dev.discovery.backend.http.JsonFields;
import dev.discovery.backend.http.JsonShape;
import org.jspecify.annotations.Nullable;

/**
 * Reads instances as the server lists them.
 */
final class ListedInstanceReader extends JsonShape<ListedInstance> {

	@Override
	protected ListedInstance read(JsonFields fields) {
		String instanceId = null;
		String hostName = null;
		String ipAddr = null;
		String vipAddress = null;
		String secureVipAddress = null;
		String status = null;
		String overriddenStatus = null;
		Port port = null;
		Port securePort = null;
		String zone = null;
		Map<String, @Nullable String> metadata = null;
		String actionType = null;
		for (String name = fields.next(); name != null; name = fields.next()) {
			switch (name) {
				case "instanceId" -> {
					instanceId = fields.text();
				}
				case "hostName" -> {
					hostName = fields.text();
				}
				case "ipAddr" -> {
					ipAddr = fields.text();
				}
				case "vipAddress" -> {
					vipAddress = fields.text();
				}
				case "secureVipAddress" -> {
					secureVipAddress = fields.text();
				}
				case "status" -> {
					status = fields.text();
				}
				case "overriddenStatus", "overriddenstatus" -> {
					overriddenStatus = fields.text();
				}
				case "port" -> {
					port = fields.object(ListedInstanceReader::port);
				}
				case "securePort" -> {
					securePort = fields.object(ListedInstanceReader::port);
				}
				case "dataCenterInfo" -> {
					zone = fields.object(ListedInstanceReader::zone);
				}
				case "metadata" -> {
					metadata = withoutClasses(fields.texts());
				}
				case "actionType" -> {
					actionType = fields.text();
				}
				default -> fields.skip();
			}
		}
		return new ListedInstance(instanceId, hostName, ipAddr, vipAddress, secureVipAddress, status, overriddenStatus,
				port, securePort, zone, metadata, actionType);
	}

	/**
	 * Eureka's JSON has the names of Java classes among the entries.
	 */
	private static @Nullable Map<String, @Nullable String> withoutClasses(
			@Nullable Map<String, @Nullable String> metadata) {
		if (metadata != null) {
			metadata.keySet().removeIf((key) -> key.startsWith("@"));
		}
		return metadata;
	}

	private static Port port(JsonFields fields) {
		Integer number = null;
		Boolean enabled = null;
		for (String name = fields.next(); name != null; name = fields.next()) {
			switch (name) {
				case "$" -> {
					number = fields.number();
				}
				case "@enabled" -> {
					enabled = fields.flag();
				}
				default -> fields.skip();
			}
		}
		return new Port(fields.required(number, "a port"), fields.required(enabled, "whether it is enabled"));
	}

	private static @Nullable String zone(JsonFields dataCenter) {
		return dataCenter.only("metadata",
				(value) -> value.object((metadata) -> metadata.only("availability-zone", JsonFields::text)));
	}

}
