package dev.discovery.backend.consul;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An element of the answer to {@code /v1/health/service}: an instance, the node that it
 * was registered on, and the checks of both.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record HealthEntry(@JsonProperty("Node") Node node, @JsonProperty("Service") Service service,
		@JsonProperty("Checks") @Nullable List<Check> checks) {

	private static final String CRITICAL = "critical";

	/**
	 * The worst of all checks; maintenance is a check that stands above the others.
	 */
	Status status() {
		Status worst = Status.PASSING;
		for (Check check : (this.checks != null) ? this.checks : List.<Check>of()) {
			Status status = check.status();
			worst = (status.compareTo(worst) > 0) ? status : worst;
		}
		return worst;
	}

	enum Status {

		PASSING, WARNING, CRITICAL, MAINTENANCE

	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Node(@JsonProperty("Node") @Nullable String name, @JsonProperty("Address") String address,
			@JsonProperty("TaggedAddresses") @Nullable Map<String, String> taggedAddresses,
			@JsonProperty("Meta") @Nullable Map<String, String> meta) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Service(@JsonProperty("ID") @Nullable String id, @JsonProperty("Service") @Nullable String name,
			@JsonProperty("Address") @Nullable String address, @JsonProperty("Port") @Nullable Integer port,
			@JsonProperty("TaggedAddresses") @Nullable Map<String, TaggedAddress> taggedAddresses,
			@JsonProperty("Tags") @Nullable List<String> tags,
			@JsonProperty("Meta") @Nullable Map<String, @Nullable String> meta,
			@JsonProperty("Weights") @Nullable Weights weights) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record TaggedAddress(@JsonProperty("Address") @Nullable String address,
			@JsonProperty("Port") @Nullable Integer port) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Weights(@JsonProperty("Passing") int passing, @JsonProperty("Warning") int warning) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Check(@JsonProperty("CheckID") @Nullable String id, @JsonProperty("Status") @Nullable String text) {

		Status status() {
			if ("warning".equals(this.text)) {
				return Status.WARNING;
			}
			if (!CRITICAL.equals(this.text)) {
				return "maintenance".equals(this.text) ? Status.MAINTENANCE : Status.PASSING;
			}
			boolean maintenance = this.id != null
					&& (this.id.equals("_node_maintenance") || this.id.startsWith("_service_maintenance:"));
			return maintenance ? Status.MAINTENANCE : Status.CRITICAL;
		}

	}

}
