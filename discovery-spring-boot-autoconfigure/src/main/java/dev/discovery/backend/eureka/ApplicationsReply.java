package dev.discovery.backend.eureka;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Feature;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.discovery.backend.http.JsonElement;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code /apps} and to {@code /apps/delta}. Instances are read one by one,
 * so that a bad one doesn't spoil the others.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ApplicationsReply(@JsonProperty("applications") @Nullable Applications applications) {

	/**
	 * How many instances have each status, over the whole registry: {@code DOWN_1_UP_3_}.
	 */
	String hash() {
		String hash = (this.applications != null) ? this.applications.hash() : null;
		return (hash != null) ? hash : "";
	}

	List<Application> list() {
		List<Application> list = (this.applications != null) ? this.applications.list() : null;
		return (list != null) ? list : List.of();
	}

	/**
	 * Older servers write a list of one as the one.
	 */
	@JsonIgnoreProperties(ignoreUnknown = true)
	record Applications(@JsonProperty("apps__hashcode") @Nullable String hash, @JsonProperty("application") @JsonFormat(
			with = Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<Application> list) {
	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Application(@JsonProperty("name") @Nullable String name, @JsonProperty("instance") @JsonFormat(
			with = Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<JsonElement<ListedInstance>> nodes) {

		List<JsonElement<ListedInstance>> instances() {
			return (this.nodes != null) ? this.nodes : List.of();
		}

	}

}
