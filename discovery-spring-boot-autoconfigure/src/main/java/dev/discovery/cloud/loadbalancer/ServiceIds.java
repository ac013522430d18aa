package dev.discovery.cloud.loadbalancer;

import java.net.URI;
import java.net.URISyntaxException;

import org.jspecify.annotations.Nullable;

/**
 * Knows which service ids can be called through a URI, where they stand in the place of
 * the host.
 */
public final class ServiceIds {

	private ServiceIds() {
	}

	/**
	 * Why a service can't be called by {@code http://<service id>/...}.
	 * @param serviceId the service id
	 * @return what is wrong and what to do, or null if it can be called
	 */
	public static @Nullable String whyNoHost(String serviceId) {
		try {
			if (serviceId.equals(new URI("http://" + serviceId + "/").getHost())) {
				return null;
			}
		}
		catch (URISyntaxException ex) {
			// said below
		}
		return "The service id '" + serviceId + "' can't be the host of a URI, so load-balanced clients can't call it: "
				+ "a host has letters, digits, '-' and '.' only, and begins its last part with a letter. "
				+ "Give the service another name, such as '" + suggestion(serviceId) + "'";
	}

	private static String suggestion(String serviceId) {
		String plain = serviceId.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^[-.]+|[-.]+$", "");
		return plain.isEmpty() ? "my-service" : plain;
	}

}
