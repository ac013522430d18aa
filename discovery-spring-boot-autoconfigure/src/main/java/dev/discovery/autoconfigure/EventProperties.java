package dev.discovery.autoconfigure;

import dev.discovery.autoconfigure.properties.PropertyRules;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What changed and why.
 */
@ConfigurationProperties("discovery.events")
public class EventProperties {

	private static final int MAX_CAPACITY = 100_000;

	/**
	 * How many of the last events are kept for the endpoint discoveryevents.
	 */
	private int capacity = 1_000;

	public int getCapacity() {
		return this.capacity;
	}

	public void setCapacity(int capacity) {
		this.capacity = capacity;
	}

	/**
	 * Checks the properties.
	 */
	int toCapacity() {
		PropertyRules.between("discovery.events.capacity", this.capacity, 1, MAX_CAPACITY,
				"Each event takes a few hundred bytes.");
		return this.capacity;
	}

}
