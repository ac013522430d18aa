package dev.discovery.balancing.policy;

import org.jspecify.annotations.Nullable;

/**
 * A request about which nothing is known.
 */
final class UnknownRequest implements RequestView {

	@Override
	public @Nullable String method() {
		return null;
	}

	@Override
	public @Nullable String path() {
		return null;
	}

	@Override
	public @Nullable String header(String name) {
		return null;
	}

	@Override
	public @Nullable String cookie(String name) {
		return null;
	}

	@Override
	public @Nullable String query(String name) {
		return null;
	}

	@Override
	public @Nullable Object attribute(String name) {
		return null;
	}

}
