package dev.discovery.autoconfigure.balancing;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.balancing.policy.HashKey;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

/**
 * By what the policy 'consistent-hash' finds the instance of a request. The first of
 * header, cookie, query parameter and attribute that the request carries counts.
 */
public class HashProperties {

	private static final double MAX_BOUND = 100;

	/**
	 * The header whose value is hashed.
	 */
	private @Nullable String header;

	/**
	 * The cookie whose value is hashed.
	 */
	private @Nullable String cookie;

	/**
	 * The query parameter whose value is hashed.
	 */
	private @Nullable String query;

	/**
	 * The attribute of the request whose value is hashed.
	 */
	private @Nullable String attribute;

	/**
	 * How many times the average of the calls in flight an instance may have, such as
	 * 1.25; over it, a key goes to the next instance. 0 for any number.
	 */
	private double boundedLoad;

	public @Nullable String getHeader() {
		return this.header;
	}

	public void setHeader(@Nullable String header) {
		this.header = header;
	}

	public @Nullable String getCookie() {
		return this.cookie;
	}

	public void setCookie(@Nullable String cookie) {
		this.cookie = cookie;
	}

	public @Nullable String getQuery() {
		return this.query;
	}

	public void setQuery(@Nullable String query) {
		this.query = query;
	}

	public @Nullable String getAttribute() {
		return this.attribute;
	}

	public void setAttribute(@Nullable String attribute) {
		this.attribute = attribute;
	}

	public double getBoundedLoad() {
		return this.boundedLoad;
	}

	public void setBoundedLoad(double boundedLoad) {
		this.boundedLoad = boundedLoad;
	}

	HashKey toKey() {
		return new HashKey(PropertyRules.textOrNull(this.header), PropertyRules.textOrNull(this.cookie),
				PropertyRules.textOrNull(this.query), PropertyRules.textOrNull(this.attribute));
	}

	/**
	 * Checks the bound.
	 * @param prefix where the properties stand, with a dot at the end
	 */
	double toBoundedLoad(String prefix) {
		boolean bounds = this.boundedLoad > 1 && this.boundedLoad <= MAX_BOUND;
		if (this.boundedLoad != 0 && !bounds) {
			throw new InvalidDiscoveryPropertyException(prefix + "bounded-load", String.valueOf(this.boundedLoad),
					"must be more than 1, and at most " + MAX_BOUND, "Write it like 1.25; 0 is no bound.");
		}
		return this.boundedLoad;
	}

}
