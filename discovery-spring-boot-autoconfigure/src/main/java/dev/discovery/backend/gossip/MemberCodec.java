package dev.discovery.backend.gossip;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Entries;
import dev.discovery.backend.http.JsonObject;
import dev.discovery.backend.http.RegistryJson;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a member says about its instances: JSON with short names. What others say is
 * believed as little as what a registry says.
 */
final class MemberCodec {

	private static final int VERSION = 1;

	private final BackendRuntime runtime;

	private final int limit;

	MemberCodec(BackendRuntime runtime, int limit) {
		this.runtime = runtime;
		this.limit = limit;
	}

	byte[] write(Collection<Instance> instances) {
		List<JsonObject> entries = instances.stream().map(MemberCodec::json).toList();
		return new JsonObject().with("v", VERSION).with("i", entries).toString().getBytes(StandardCharsets.UTF_8);
	}

	private static JsonObject json(Instance instance) {
		return new JsonObject().with("s", instance.getServiceId())
			.with("n", instance.getInstanceId())
			.with("h", instance.getHost())
			.with("p", instance.getPort())
			.with("t", instance.isSecure())
			.with("u", instance.getHealth())
			.with("m", instance.getMetadata());
	}

	/**
	 * The instances that can be used. The rest is dropped and counted.
	 */
	List<Instance> read(ByteBuffer said) {
		if (said.remaining() > this.limit) {
			this.runtime.observer().dropped(this.runtime.name(), "too_large");
			return List.of();
		}
		byte[] json = new byte[said.remaining()];
		said.get(json);
		return Entries.collect(this.runtime, entries(json),
				(entry) -> RegistryJson.convert(entry, Entry.class).toInstance());
	}

	/**
	 * Own instances go the way of all others, so that all members see the same.
	 */
	List<Instance> believed(Collection<Instance> own) {
		return Entries.collect(this.runtime, own, (instance) -> instance);
	}

	private List<JsonNode> entries(byte[] json) {
		try {
			Said said = (json.length > 0) ? RegistryJson.read(json, Said.class) : null;
			List<JsonNode> entries = (said != null) ? said.entries() : null;
			return (entries != null) ? entries : List.of();
		}
		catch (RuntimeException ex) {
			this.runtime.observer().dropped(this.runtime.name(), "malformed");
			return List.of();
		}
	}

	/**
	 * All of it.
	 */
	record Said(@JsonProperty("v") @Nullable Integer version, @JsonProperty("i") @Nullable List<JsonNode> entries) {

	}

	/**
	 * One instance.
	 */
	record Entry(@JsonProperty("s") @Nullable String serviceId, @JsonProperty("n") @Nullable String instanceId,
			@JsonProperty("h") @Nullable String host, @JsonProperty("p") int port,
			@JsonProperty("t") @Nullable Boolean secure, @JsonProperty("u") @Nullable Health health,
			@JsonProperty("m") @Nullable Map<String, @Nullable String> metadata) {

		@SuppressWarnings("NullAway") // what is missing is refused by the model
		Instance toInstance() {
			return Instance.builder(this.serviceId, this.host, this.port)
				.instanceId(this.instanceId)
				.secure(Boolean.TRUE.equals(this.secure))
				.health((this.health != null) ? this.health : Health.UNKNOWN)
				.metadata((this.metadata != null) ? this.metadata : Map.of())
				.build();
		}

	}

}
