package dev.discovery.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who gets a call.
 */
@ConfigurationProperties("discovery.load-balancer")
public class LoadBalancerProperties extends BalancingProperties {

	/**
	 * Whether load-balanced clients go through this starter.
	 */
	private boolean enabled = true;

	/**
	 * What differs for one service, by its id: any of the properties of
	 * 'discovery.load-balancer'.
	 */
	private Map<String, BalancingProperties> services = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Map<String, BalancingProperties> getServices() {
		return this.services;
	}

	public void setServices(Map<String, BalancingProperties> services) {
		this.services = services;
	}

}
