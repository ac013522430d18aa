package dev.discovery.benchmarks;

import dev.discovery.balancing.policy.RequestView;
import org.jspecify.annotations.Nullable;

/**
 * A request of which one header is known.
 *
 * @param header the header's value, whatever its name
 */
record KeyedRequest(String header) implements RequestView {

	@Override
	public @Nullable String method() {
		return "GET";
	}

	@Override
	public @Nullable String path() {
		return "/";
	}

	@Override
	public String header(String name) {
		return this.header;
	}

}
