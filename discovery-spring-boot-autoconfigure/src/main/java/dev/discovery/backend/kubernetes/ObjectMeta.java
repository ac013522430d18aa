package dev.discovery.backend.kubernetes;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What every object has.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ObjectMeta(@JsonProperty("name") @Nullable String name, @JsonProperty("namespace") @Nullable String namespace,
		@JsonProperty("uid") @Nullable String uid, @JsonProperty("resourceVersion") @Nullable String resourceVersion,
		@JsonProperty("deletionTimestamp") @Nullable String deletionTimestamp,
		@JsonProperty("labels") @Nullable Map<String, @Nullable String> labelMap,
		@JsonProperty("annotations") @Nullable Map<String, @Nullable String> annotationMap) {

	/**
	 * What tells it from all others of its kind.
	 */
	ServiceName key() {
		return new ServiceName((this.name != null) ? this.name : "", (this.namespace != null) ? this.namespace : "");
	}

	Map<String, @Nullable String> labels() {
		return (this.labelMap != null) ? this.labelMap : Map.of();
	}

	Map<String, @Nullable String> annotations() {
		return (this.annotationMap != null) ? this.annotationMap : Map.of();
	}

}
