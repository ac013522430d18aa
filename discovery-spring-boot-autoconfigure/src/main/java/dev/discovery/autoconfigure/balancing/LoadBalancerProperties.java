package dev.discovery.autoconfigure.balancing;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who gets a call.
 */
@ConfigurationProperties("discovery.load-balancer")
public class LoadBalancerProperties extends BalancingProperties {

	/**
	 * The property of Spring Cloud by which retries are left to it.
	 */
	public static final String SPRING_CLOUD_RETRY = "spring.cloud.loadbalancer.retry.enabled";

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
