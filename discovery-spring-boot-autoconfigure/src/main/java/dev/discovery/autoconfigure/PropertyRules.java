package dev.discovery.autoconfigure;

import java.time.Duration;

import dev.discovery.model.Instance;
import dev.discovery.model.InvalidInstanceException;

/**
 * What values properties may have. Each rule throws an
 * {@link InvalidDiscoveryPropertyException} that names the property.
 */
final class PropertyRules {

	private PropertyRules() {
	}

	static void positive(String property, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw new InvalidDiscoveryPropertyException(property, value.toString(), "it must be more than zero",
					"write it like 500ms, 2s or 10m");
		}
	}

	static void notNegative(String property, Duration value) {
		if (value.isNegative()) {
			throw new InvalidDiscoveryPropertyException(property, value.toString(), "it must not be negative",
					"write it like 0s, 500ms or 2s");
		}
	}

	static void atLeastOne(String property, int value) {
		if (value < 1) {
			throw new InvalidDiscoveryPropertyException(property, String.valueOf(value), "it must be at least 1",
					"use a whole number from 1");
		}
	}

	static void port(String property, int value) {
		if (value < 1 || value > 65535) {
			throw new InvalidDiscoveryPropertyException(property, String.valueOf(value), "there is no such port",
					"use a number from 1 to 65535, or leave it out to register the web server's port");
		}
	}

	static void host(String property, String value) {
		try {
			Instance.builder("any", value, 1).build();
		}
		catch (InvalidInstanceException ex) {
			throw new InvalidDiscoveryPropertyException(property, value, String.valueOf(ex.getMessage()),
					"use a DNS name or an IP address, without a scheme or a port");
		}
	}

}
