package dev.discovery.backend.consul;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * An element of the answer to {@code /v1/health/service}: an instance, the node that it
 * was registered on, and the checks of both.
 */
@JsonDeserialize(using = HealthEntryReader.class)
record HealthEntry(Node node, Service service, List<Check> checks) {

	private static final String CRITICAL = "critical";

	/**
	 * The worst of all checks; maintenance is a check that stands above the others.
	 */
	Status status() {
		Status worst = Status.PASSING;
		for (Check check : this.checks) {
			Status status = check.status();
			worst = (status.compareTo(worst) > 0) ? status : worst;
		}
		return worst;
	}

	enum Status {

		PASSING, WARNING, CRITICAL, MAINTENANCE

	}

	record Node(@Nullable String name, @Nullable String address,
			@Nullable Map<String, @Nullable String> taggedAddresses, @Nullable Map<String, @Nullable String> meta) {
	}

	record Service(@Nullable String id, @Nullable String address, @Nullable Integer port,
			@Nullable Map<String, @Nullable TaggedAddress> taggedAddresses, @Nullable List<@Nullable String> tags,
			@Nullable Map<String, @Nullable String> meta, @Nullable Weights weights) {
	}

	record TaggedAddress(@Nullable String address, @Nullable Integer port) {
	}

	record Weights(int passing, int warning) {
	}

	record Check(@Nullable String id, @Nullable String text) {

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
