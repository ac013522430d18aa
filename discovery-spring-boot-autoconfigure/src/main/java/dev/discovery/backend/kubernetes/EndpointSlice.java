package dev.discovery.backend.kubernetes;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Some of the endpoints of a service; all of them have one kind of address and the same
 * ports.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record EndpointSlice(@JsonProperty("metadata") ObjectMeta metadata,
		@JsonProperty("addressType") @Nullable String addressType,
		@JsonProperty("endpoints") @Nullable List<Endpoint> endpointList,
		@JsonProperty("ports") @Nullable List<NamedPort> portList) {

	EndpointSlice {
		Objects.requireNonNull(metadata, "metadata");
	}

	private static final String SERVICE = "kubernetes.io/service-name";

	/**
	 * The service that it belongs to, if it belongs to any.
	 */
	@Nullable String service() {
		return this.metadata.labels().get(SERVICE);
	}

	List<Endpoint> endpoints() {
		return (this.endpointList != null) ? this.endpointList : List.of();
	}

	List<NamedPort> ports() {
		return (this.portList != null) ? this.portList : List.of();
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Endpoint(@JsonProperty("addresses") @Nullable List<String> addresses,
			@JsonProperty("conditions") @Nullable Conditions conditions,
			@JsonProperty("nodeName") @Nullable String nodeName, @JsonProperty("zone") @Nullable String zone,
			@JsonProperty("hints") @Nullable Hints hints, @JsonProperty("targetRef") @Nullable Target target) {

		/**
		 * The first one: all others mean the same.
		 */
		@Nullable String address() {
			return (this.addresses != null && !this.addresses.isEmpty()) ? this.addresses.get(0) : null;
		}

		/**
		 * Where nothing is said it is.
		 */
		boolean isReady() {
			return this.conditions == null || !Boolean.FALSE.equals(this.conditions.ready());
		}

		/**
		 * About to end, and serving until then.
		 */
		boolean isServingToTheEnd() {
			return isTerminating() && this.conditions != null && Boolean.TRUE.equals(this.conditions.serving());
		}

		boolean isTerminating() {
			return this.conditions != null && Boolean.TRUE.equals(this.conditions.terminating());
		}

	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Conditions(@JsonProperty("ready") @Nullable Boolean ready,
			@JsonProperty("serving") @Nullable Boolean serving,
			@JsonProperty("terminating") @Nullable Boolean terminating) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Hints(@JsonProperty("forZones") @Nullable List<ZoneHint> zones) {

		@Nullable String text() {
			return (this.zones == null || this.zones.isEmpty()) ? null
					: this.zones.stream().map(ZoneHint::name).collect(Collectors.joining(","));
		}

	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record ZoneHint(@JsonProperty("name") String name) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Target(@JsonProperty("kind") @Nullable String kind, @JsonProperty("name") @Nullable String name,
			@JsonProperty("uid") @Nullable String uid) {
	}

}
