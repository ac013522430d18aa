package dev.discovery.backend.kubernetes;

import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A service as Kubernetes has it.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ServiceObject(@JsonProperty("metadata") ObjectMeta metadata, @JsonProperty("spec") @Nullable Spec spec) {

	ServiceObject {
		Objects.requireNonNull(metadata, "metadata");
	}

	/**
	 * The name outside of the cluster that it stands for, if it stands for one.
	 */
	@Nullable String externalName() {
		return (this.spec != null && "ExternalName".equals(this.spec.type())) ? this.spec.externalName() : null;
	}

	List<NamedPort> ports() {
		return (this.spec != null && this.spec.ports() != null) ? this.spec.ports() : List.of();
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Spec(@JsonProperty("type") @Nullable String type,
			@JsonProperty("externalName") @Nullable String externalName,
			@JsonProperty("ports") @Nullable List<NamedPort> ports) {
	}

}
