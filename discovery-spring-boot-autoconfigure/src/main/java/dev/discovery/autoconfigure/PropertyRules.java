package dev.discovery.autoconfigure;

import java.time.Duration;

import dev.discovery.model.InvalidDiscoveryPropertyException;

/**
 * What values properties may have. Each rule throws an
 * {@link InvalidDiscoveryPropertyException} that names the property.
 */
final class PropertyRules {

	private PropertyRules() {
	}

	static void positive(String property, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw new InvalidDiscoveryPropertyException(property, value.toString(), "must be more than zero",
					"Write it like 500ms, 2s or 10m.");
		}
	}

	static void notNegative(String property, Duration value) {
		if (value.isNegative()) {
			throw new InvalidDiscoveryPropertyException(property, value.toString(), "must not be negative",
					"Write it like 500ms, 2s or 10m; 0 switches it off.");
		}
	}

	static void atLeastOne(String property, int value) {
		if (value < 1) {
			throw new InvalidDiscoveryPropertyException(property, String.valueOf(value), "must be at least 1",
					"Use a whole number from 1.");
		}
	}

}
