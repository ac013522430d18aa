package dev.discovery.autoconfigure.balancing;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.balancing.limit.LimitSettings;

/**
 * How many calls may be under way at once.
 */
public class LimitProperties {

	private static final String ADVICE = "Use a whole number from 1, or 0 for no limit.";

	/**
	 * How many calls of one service may be under way at once; further ones fail at once.
	 * A call counts until its last attempt has ended. 0 for any number.
	 */
	private int maxConcurrentPerService = 1024;

	/**
	 * How many calls may be under way at one instance at once; further ones go to the
	 * next one, and fail at once where all have that many. 0 for any number.
	 */
	private int maxConcurrentPerInstance = 0;

	public int getMaxConcurrentPerService() {
		return this.maxConcurrentPerService;
	}

	public void setMaxConcurrentPerService(int maxConcurrentPerService) {
		this.maxConcurrentPerService = maxConcurrentPerService;
	}

	public int getMaxConcurrentPerInstance() {
		return this.maxConcurrentPerInstance;
	}

	public void setMaxConcurrentPerInstance(int maxConcurrentPerInstance) {
		this.maxConcurrentPerInstance = maxConcurrentPerInstance;
	}

	/**
	 * Checks the properties.
	 * @param prefix where they stand, with a dot at the end
	 */
	LimitSettings toSettings(String prefix) {
		PropertyRules.between(prefix + "max-concurrent-per-service", this.maxConcurrentPerService, 0, 1_000_000,
				ADVICE);
		PropertyRules.between(prefix + "max-concurrent-per-instance", this.maxConcurrentPerInstance, 0, 1_000_000,
				ADVICE);
		return new LimitSettings(this.maxConcurrentPerService, this.maxConcurrentPerInstance);
	}

}
