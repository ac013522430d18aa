package dev.discovery.backend.kubernetes;

import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.discovery.model.Health;
import org.jspecify.annotations.Nullable;

/**
 * A pod as Kubernetes has it.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Pod(@JsonProperty("metadata") ObjectMeta metadata, @JsonProperty("spec") @Nullable Spec spec,
		@JsonProperty("status") @Nullable Status status) {

	Pod {
		Objects.requireNonNull(metadata, "metadata");
	}

	/**
	 * The ports that its containers name.
	 */
	List<NamedPort> ports() {
		if (this.spec == null || this.spec.containers() == null) {
			return List.of();
		}
		return this.spec.containers()
			.stream()
			.flatMap((container) -> (container.ports() != null) ? container.ports().stream()
					: List.<NamedPort>of().stream())
			.toList();
	}

	/**
	 * Its addresses, one of each kind.
	 */
	List<String> addresses() {
		if (this.status == null) {
			return List.of();
		}
		if (this.status.podIps() != null && !this.status.podIps().isEmpty()) {
			return this.status.podIps().stream().map(PodIp::ip).toList();
		}
		return (this.status.podIp() != null) ? List.of(this.status.podIp()) : List.of();
	}

	/**
	 * Running and ready is UP.
	 */
	Health health() {
		if (this.metadata.deletionTimestamp() != null) {
			return Health.OUT_OF_SERVICE;
		}
		boolean running = this.status != null && "Running".equals(this.status.phase());
		boolean ready = this.status != null && this.status.conditions() != null
				&& this.status.conditions()
					.stream()
					.anyMatch((condition) -> "Ready".equals(condition.type()) && "True".equals(condition.status()));
		return (running && ready) ? Health.UP : Health.DOWN;
	}

	/**
	 * Whether it has ended for good.
	 */
	boolean isOver() {
		return this.status != null && ("Succeeded".equals(this.status.phase()) || "Failed".equals(this.status.phase()));
	}

	@Nullable String node() {
		return (this.spec != null) ? this.spec.nodeName() : null;
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Spec(@JsonProperty("nodeName") @Nullable String nodeName,
			@JsonProperty("containers") @Nullable List<Container> containers) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Container(@JsonProperty("ports") @Nullable List<NamedPort> ports) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Status(@JsonProperty("phase") @Nullable String phase, @JsonProperty("podIP") @Nullable String podIp,
			@JsonProperty("podIPs") @Nullable List<PodIp> podIps,
			@JsonProperty("conditions") @Nullable List<Condition> conditions) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record PodIp(@JsonProperty("ip") String ip) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Condition(@JsonProperty("type") @Nullable String type, @JsonProperty("status") @Nullable String status) {
	}

}
