package dev.discovery.backend.kubernetes;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A port of an endpoint slice, of a service or of a container.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record NamedPort(@JsonProperty("name") @Nullable String name,
		@JsonProperty("port") @JsonAlias("containerPort") @Nullable Integer port,
		@JsonProperty("protocol") @Nullable String protocol,
		@JsonProperty("appProtocol") @Nullable String appProtocol) {

	/**
	 * Whether HTTP can be spoken there at all.
	 */
	boolean isTcp() {
		return this.port != null && (this.protocol == null || this.protocol.equals("TCP"));
	}

	boolean isHttps() {
		return is("https");
	}

	boolean isHttp() {
		return is("http") || is("https");
	}

	private boolean is(String scheme) {
		return scheme.equals(lower(this.name)) || scheme.equals(lower(this.appProtocol));
	}

	private static @Nullable String lower(@Nullable String text) {
		return (text != null) ? text.toLowerCase(Locale.ROOT) : null;
	}

	@Override
	public String toString() {
		return ((this.name != null && !this.name.isEmpty()) ? this.name : "unnamed") + " (" + this.port + ")";
	}

}
