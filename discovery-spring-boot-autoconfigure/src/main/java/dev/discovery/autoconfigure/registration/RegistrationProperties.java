package dev.discovery.autoconfigure.registration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How this application registers itself. Read once, when the context starts: a refresh of
 * the configuration never registers anew.
 */
@ConfigurationProperties("discovery.registration")
public class RegistrationProperties {

	/**
	 * Whether the application registers itself. Without it, it still finds others.
	 */
	private boolean enabled = true;

	/**
	 * The service that the application belongs to: the host name in its callers' URLs.
	 * Defaults to 'spring.application.name'.
	 */
	private @Nullable String serviceId;

	/**
	 * The id of this instance, unique within the service and the same after a restart.
	 * Defaults to service id, host and port, joined by '-'.
	 */
	private @Nullable String instanceId;

	/**
	 * The host name or address under which others reach the application. Defaults to the
	 * address that the server is bound to, or to what 'spring.cloud.inetutils' finds,
	 * where either is set; else to the source address of the route to the registry, or to
	 * the best address of this machine.
	 */
	private @Nullable String host;

	/**
	 * The port under which others reach the application. Defaults to the port of its web
	 * server; an application without one registers only if this is set.
	 */
	private @Nullable Integer port;

	/**
	 * Whether others reach the application over https. Defaults to whether 'server.ssl'
	 * is configured and enabled.
	 */
	private @Nullable Boolean secure;

	/**
	 * What others may want to know of this instance.
	 */
	private final Map<String, String> metadata = new LinkedHashMap<>();

	/**
	 * Tags of this instance, published in the metadata as 'tags', separated by commas.
	 */
	private final List<String> tags = new ArrayList<>();

	/**
	 * The zone that the instance runs in; 'discovery.locality.zone' unless set.
	 */
	private @Nullable String zone;

	/**
	 * The region that the instance runs in; 'discovery.locality.region' unless set.
	 */
	private @Nullable String region;

	/**
	 * The version of the application. Defaults to 'spring.application.version', or to the
	 * version in the build information.
	 */
	private @Nullable String version;

	/**
	 * How long the stopping application goes on serving once it has left the registry.
	 * Defaults to the time that the registry needs to tell every caller; cut to stay
	 * below 'spring.lifecycle.timeout-per-shutdown-phase'.
	 */
	private @Nullable Duration drain;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getServiceId() {
		return this.serviceId;
	}

	public void setServiceId(@Nullable String serviceId) {
		this.serviceId = serviceId;
	}

	public @Nullable String getInstanceId() {
		return this.instanceId;
	}

	public void setInstanceId(@Nullable String instanceId) {
		this.instanceId = instanceId;
	}

	public @Nullable String getHost() {
		return this.host;
	}

	public void setHost(@Nullable String host) {
		this.host = host;
	}

	public @Nullable Integer getPort() {
		return this.port;
	}

	public void setPort(@Nullable Integer port) {
		this.port = port;
	}

	public @Nullable Boolean getSecure() {
		return this.secure;
	}

	public void setSecure(@Nullable Boolean secure) {
		this.secure = secure;
	}

	public Map<String, String> getMetadata() {
		return this.metadata;
	}

	public List<String> getTags() {
		return this.tags;
	}

	public @Nullable String getZone() {
		return this.zone;
	}

	public void setZone(@Nullable String zone) {
		this.zone = zone;
	}

	public @Nullable String getRegion() {
		return this.region;
	}

	public void setRegion(@Nullable String region) {
		this.region = region;
	}

	public @Nullable String getVersion() {
		return this.version;
	}

	public void setVersion(@Nullable String version) {
		this.version = version;
	}

	public @Nullable Duration getDrain() {
		return this.drain;
	}

	public void setDrain(@Nullable Duration drain) {
		this.drain = drain;
	}

}
