package dev.discovery.cloud.carry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Headers of the request that is being handled, which the calls made for it carry on.
 * <p>
 * Known to the handling thread, and in reactive code to the Reactor context under
 * {@link #KEY}. Micrometer's context propagation, where it is there, takes them to other
 * threads under the same key. Immutable.
 */
public final class CarriedHeaders {

	/**
	 * The key in the Reactor context and of the context propagation.
	 */
	public static final String KEY = "discovery.carried-headers";

	private static final ThreadLocal<@Nullable CarriedHeaders> current = new ThreadLocal<>();

	private final HttpHeaders headers;

	private CarriedHeaders(HttpHeaders headers) {
		this.headers = headers;
	}

	/**
	 * Takes them from a request.
	 * @param names the headers
	 * @param request finds the values of a header, in their order
	 * @return what there is of them, null if there is nothing
	 */
	public static @Nullable CarriedHeaders of(List<String> names, Function<String, List<String>> request) {
		HttpHeaders headers = null;
		for (String name : names) {
			List<String> values = request.apply(name);
			if (!values.isEmpty()) {
				headers = (headers != null) ? headers : new HttpHeaders();
				headers.put(name, new ArrayList<>(values));
			}
		}
		return (headers != null) ? new CarriedHeaders(headers) : null;
	}

	/**
	 * Those of the request that this thread handles.
	 * @return the headers, null if there are none
	 */
	public static @Nullable CarriedHeaders current() {
		return current.get();
	}

	/**
	 * Makes them those of this thread.
	 * @param headers the headers, null for none
	 */
	public static void set(@Nullable CarriedHeaders headers) {
		if (headers != null) {
			current.set(headers);
		}
		else {
			current.remove();
		}
	}

	/**
	 * Looks for a header.
	 * @param name the header, in any case
	 * @return its first value, null if it isn't carried
	 */
	public @Nullable String first(String name) {
		return this.headers.getFirst(name);
	}

	/**
	 * Whether a request lacks one of them.
	 * @param request the request's headers
	 * @return whether there is something to add
	 */
	public boolean isMissingIn(HttpHeaders request) {
		return this.headers.headerNames().stream().anyMatch((name) -> !request.containsHeader(name));
	}

	/**
	 * Adds those that a request doesn't set itself.
	 * @param request the request's headers
	 */
	public void addTo(HttpHeaders request) {
		this.headers.forEach((name, values) -> {
			if (!request.containsHeader(name)) {
				request.addAll(name, values);
			}
		});
	}

	/**
	 * The names alone: a value may be a secret.
	 */
	@Override
	public String toString() {
		return "carried headers " + this.headers.headerNames();
	}

}
