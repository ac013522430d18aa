package dev.discovery.autoconfigure.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where calls go, by what is in their requests.
 */
@ConfigurationProperties("discovery.routes")
public class RoutesProperties {

	/**
	 * Headers of a request to this application that the calls made for it carry on,
	 * unless they set them themselves.
	 */
	private List<String> carryHeaders = new ArrayList<>();

	/**
	 * Subsets and rules by the id of the service that is called.
	 */
	private Map<String, ServiceRoutesProperties> services = new LinkedHashMap<>();

	public List<String> getCarryHeaders() {
		return this.carryHeaders;
	}

	public void setCarryHeaders(List<String> carryHeaders) {
		this.carryHeaders = carryHeaders;
	}

	public Map<String, ServiceRoutesProperties> getServices() {
		return this.services;
	}

	public void setServices(Map<String, ServiceRoutesProperties> services) {
		this.services = services;
	}

}
