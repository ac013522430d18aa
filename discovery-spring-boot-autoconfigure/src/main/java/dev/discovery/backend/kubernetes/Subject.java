package dev.discovery.backend.kubernetes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * What is watched.
 *
 * @param resource the kind of object
 * @param namespace where, or null for everywhere
 * @param selector which ones by their labels, or null for all
 * @param type what they are read into
 * @param <T> the same
 */
record Subject<T>(Resource resource, @Nullable String namespace, @Nullable String selector, Class<T> type) {

	String query(String parameters) {
		String selection = (this.selector != null)
				? "&labelSelector=" + URLEncoder.encode(this.selector, StandardCharsets.UTF_8) : "";
		return "?" + parameters + selection;
	}

}
