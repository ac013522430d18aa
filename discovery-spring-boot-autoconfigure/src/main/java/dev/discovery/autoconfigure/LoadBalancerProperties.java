package dev.discovery.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who gets a call.
 */
@ConfigurationProperties("discovery.load-balancer")
public class LoadBalancerProperties {

	/**
	 * Whether load-balanced clients go through this starter.
	 */
	private boolean enabled = true;

	/**
	 * How one of the fit instances is chosen: the name of a built-in policy or of a
	 * Policy bean.
	 */
	private String policy = "least-request";

	/**
	 * What differs for one service, by its id.
	 */
	private Map<String, Service> services = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public String getPolicy() {
		return this.policy;
	}

	public void setPolicy(String policy) {
		this.policy = policy;
	}

	public Map<String, Service> getServices() {
		return this.services;
	}

	public void setServices(Map<String, Service> services) {
		this.services = services;
	}

	/**
	 * What differs for one service.
	 */
	public static class Service {

		/**
		 * How one of its fit instances is chosen; the general policy if not set.
		 */
		private @Nullable String policy;

		public @Nullable String getPolicy() {
			return this.policy;
		}

		public void setPolicy(@Nullable String policy) {
			this.policy = policy;
		}

	}

}
