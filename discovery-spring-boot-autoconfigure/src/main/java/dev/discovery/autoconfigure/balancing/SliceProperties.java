package dev.discovery.autoconfigure.balancing;

import dev.discovery.autoconfigure.properties.PropertyRules;

/**
 * A slice of a very large service for this client, so that not everybody keeps
 * connections to everybody.
 */
public class SliceProperties {

	/**
	 * Whether this client uses a slice of a service that has more instances than that.
	 */
	private boolean enabled;

	/**
	 * How many instances the slice has. The others are only called when all of these have
	 * been tried.
	 */
	private int size = 100;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public int getSize() {
		return this.size;
	}

	public void setSize(int size) {
		this.size = size;
	}

	/**
	 * Checks the properties.
	 * @param prefix where they stand, with a dot at the end
	 * @return the size, 0 for all
	 */
	int toSize(String prefix) {
		PropertyRules.atLeastOne(prefix + "size", this.size);
		return this.enabled ? this.size : 0;
	}

}
