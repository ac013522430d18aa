package dev.discovery.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The switches.
 */
@ConfigurationProperties("discovery")
public class DiscoveryProperties {

	/**
	 * Whether this application takes part in service discovery at all.
	 */
	private boolean enabled = true;

	/**
	 * Which registry is the source of truth.
	 */
	private String backend = "in-memory";

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public String getBackend() {
		return this.backend;
	}

	public void setBackend(String backend) {
		this.backend = backend;
	}

}
