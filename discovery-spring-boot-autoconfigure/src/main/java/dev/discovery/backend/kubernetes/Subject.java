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

	/**
	 * The query of a page of a list.
	 * @param limit how many objects, or 0 for all
	 * @param next where it begins, or null for the first
	 */
	String page(int limit, @Nullable String next) {
		return "?limit=" + limit + ((next != null) ? "&continue=" + escape(next) : "") + selection();
	}

	/**
	 * The query of a watch.
	 * @param version from when on
	 * @param seconds how long
	 */
	String watch(String version, int seconds) {
		return "?watch=true&allowWatchBookmarks=true&resourceVersion=" + escape(version) + "&timeoutSeconds=" + seconds
				+ selection();
	}

	private String selection() {
		return (this.selector != null) ? "&labelSelector=" + escape(this.selector) : "";
	}

	private static String escape(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
