package dev.discovery.backend.eureka;

import java.net.URI;
import java.util.List;

/**
 * Which Eureka, and how to use it. All of it checked already.
 *
 * @param urls servers that are peers of each other, the preferred one first, at least
 * one, without user information
 * @param reading how services are read
 * @param registration how this application is registered
 */
public record EurekaSettings(List<URI> urls, EurekaReading reading, EurekaRegistration registration) {

	/**
	 * Copies the URLs.
	 */
	public EurekaSettings {
		urls = List.copyOf(urls);
	}

}
