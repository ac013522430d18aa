package dev.discovery.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

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

	/**
	 * Several registries in place of 'backend', by a name of your own: read at once, and
	 * registered in where they say so.
	 */
	private Map<String, RegistryProperties> registries = new LinkedHashMap<>();

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

	public Map<String, RegistryProperties> getRegistries() {
		return this.registries;
	}

	public void setRegistries(Map<String, RegistryProperties> registries) {
		this.registries = registries;
	}

	/**
	 * The name of what is served: the backend's, or those of several registries.
	 * @return the name, those of several registries joined by a plus
	 */
	public String toName() {
		return this.registries.isEmpty() ? this.backend.toLowerCase(Locale.ROOT)
				: RegistryPlan.of(this.registries)
					.stream()
					.filter((plan) -> plan.properties().isServed())
					.map(RegistryPlan::name)
					.collect(Collectors.joining("+"));
	}

}
