package dev.discovery.balancing;

import org.jspecify.annotations.Nullable;

/**
 * Whose calls are counted: a service's, or those of one of its subsets that has settings
 * of its own.
 *
 * @param serviceId the service
 * @param subset the subset, null for the service
 */
record Subject(String serviceId, @Nullable String subset) {

	static Subject service(String serviceId) {
		return new Subject(serviceId, null);
	}

	/** What people are told it is. */
	String name() {
		return (this.subset != null) ? "subset '" + this.subset + "' of '" + this.serviceId + "'"
				: "'" + this.serviceId + "'";
	}

	/** What is told of it to those who know which service is meant. */
	String detail(String text) {
		return (this.subset != null) ? "subset '" + this.subset + "': " + text : text;
	}

	/** Where it is set. */
	String property(String name) {
		return ((this.subset != null)
				? "discovery.routes.services." + this.serviceId + ".subsets." + this.subset + ".load-balancer."
				: "discovery.load-balancer.") + name;
	}

}
