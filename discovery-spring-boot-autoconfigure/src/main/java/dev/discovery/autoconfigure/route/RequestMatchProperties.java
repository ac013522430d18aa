package dev.discovery.autoconfigure.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.balancing.route.HeaderMatch;
import dev.discovery.balancing.route.RequestMatch;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.model.PropertyName;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a rule is for: those that meet all conditions.
 */
public class RequestMatchProperties {

	/**
	 * Conditions on headers, by their names.
	 */
	private Map<String, HeaderMatchProperties> headers = new LinkedHashMap<>();

	/**
	 * How the path begins, by whole segments: '/a' is the beginning of '/a' and '/a/b',
	 * not of '/ab'.
	 */
	private @Nullable String path;

	/**
	 * The HTTP method.
	 */
	private @Nullable String method;

	/**
	 * How many of the requests that meet the other conditions, in percent.
	 */
	private double percentage = 100;

	public Map<String, HeaderMatchProperties> getHeaders() {
		return this.headers;
	}

	public void setHeaders(Map<String, HeaderMatchProperties> headers) {
		this.headers = headers;
	}

	public @Nullable String getPath() {
		return this.path;
	}

	public void setPath(@Nullable String path) {
		this.path = path;
	}

	public @Nullable String getMethod() {
		return this.method;
	}

	public void setMethod(@Nullable String method) {
		this.method = method;
	}

	public double getPercentage() {
		return this.percentage;
	}

	public void setPercentage(double percentage) {
		this.percentage = percentage;
	}

	/**
	 * Checks the properties.
	 * @param prefix where they stand, with a dot at the end
	 */
	RequestMatch toMatch(String prefix) {
		PropertyRules.between(prefix + "percentage", this.percentage, 0, 100, "Write it like 10 or 0.5.");
		List<HeaderMatch> conditions = new ArrayList<>();
		this.headers.forEach(
				(name, header) -> conditions.addAll(header.toMatches(PropertyName.of(prefix + "headers", name), name)));
		String begin = PropertyRules.textOrNull(this.path);
		if (begin != null && (!begin.startsWith("/") || begin.contains("?"))) {
			throw new InvalidDiscoveryPropertyException(prefix + "path", begin, "is not the beginning of a path",
					"Write it like /orders; it begins with '/' and has no query.");
		}
		String wanted = PropertyRules.textOrNull(this.method);
		if (wanted != null && !wanted.chars().allMatch(Character::isLetter)) {
			throw new InvalidDiscoveryPropertyException(prefix + "method", wanted, "is not an HTTP method",
					"Write one like GET or POST.");
		}
		return new RequestMatch(conditions, begin, wanted, this.percentage);
	}

}
