package dev.discovery.balancing.route;

import java.util.function.UnaryOperator;

import dev.discovery.model.PropertyName;
import org.jspecify.annotations.Nullable;

/**
 * Whose calls are counted: a service's, or those of one of its subsets that has settings
 * of its own.
 *
 * @param serviceId the service
 * @param subset the subset, null for the service
 * @param properties where a setting of it stands: the whole name of the property
 */
public record Subject(String serviceId, @Nullable String subset, UnaryOperator<String> properties) {

	/**
	 * The calls of a whole service.
	 * @param serviceId the service
	 * @param properties where a setting of it stands
	 * @return the subject
	 */
	public static Subject service(String serviceId, UnaryOperator<String> properties) {
		return new Subject(serviceId, null, properties);
	}

	/**
	 * The calls of a subset.
	 * @param serviceId the service
	 * @param subset the subset
	 * @return the subject
	 */
	public static Subject subset(String serviceId, String subset) {
		String service = PropertyName.of("discovery.routes.services", serviceId);
		String prefix = PropertyName.of(service + ".subsets", subset) + ".load-balancer.";
		return new Subject(serviceId, subset, (name) -> prefix + name);
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
	 * @param name the setting, such as {@code limits.max-concurrent-per-service}
	 * @return the whole name of the property
	 */
	public String property(String name) {
		return this.properties.apply(name);
	}

}
