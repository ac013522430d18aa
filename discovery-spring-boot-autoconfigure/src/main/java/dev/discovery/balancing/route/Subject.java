package dev.discovery.balancing.route;

import org.jspecify.annotations.Nullable;

/**
 * Whose calls are counted: a service's, or those of one of its subsets that has settings
 * of its own.
 *
 * @param serviceId the service
 * @param subset the subset, null for the service
 */
public record Subject(String serviceId, @Nullable String subset) {

	/**
	 * The calls of a whole service.
	 * @param serviceId the service
	 * @return the subject
	 */
	public static Subject service(String serviceId) {
		return new Subject(serviceId, null);
	}

	/**
	 * What people are told it is.
	 * @return a few words
	 */
	public String name() {
		return (this.subset != null) ? "subset '" + this.subset + "' of '" + this.serviceId + "'"
				: "'" + this.serviceId + "'";
	}

	/**
	 * What is told of it to those who know which service is meant.
	 * @param text what is to be told
	 * @return the text, with the subset if there is one
	 */
	public String detail(String text) {
		return (this.subset != null) ? "subset '" + this.subset + "': " + text : text;
	}

	/**
	 * Where something is set.
	 * @param name the setting, from {@code discovery.load-balancer} on
	 * @return the whole name of the property
	 */
	public String property(String name) {
		return ((this.subset != null)
				? "discovery.routes.services." + this.serviceId + ".subsets." + this.subset + ".load-balancer."
				: "discovery.load-balancer.") + name;
	}

}
