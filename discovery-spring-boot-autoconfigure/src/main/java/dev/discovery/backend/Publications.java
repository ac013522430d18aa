package dev.discovery.backend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;

import dev.discovery.backend.Publication.Subscriber;
import org.jspecify.annotations.Nullable;

/**
 * The publications of a backend, one per key, each fed from its first watch to its last.
 * <p>
 * Safe for use by several threads; nothing is called under the lock but the making of a
 * feed.
 *
 * @param <T> what is published
 */
final class Publications<T> {

	private final BinaryOperator<T> keeping;

	private final BiFunction<String, Publication<T>, Feed> feeds;

	private final Map<String, Entry<T>> entries = new HashMap<>();

	private boolean closed;

	Publications(BinaryOperator<T> keeping, BiFunction<String, Publication<T>, Feed> feeds) {
		this.keeping = keeping;
		this.feeds = feeds;
	}

	static Set<String> keepingNames(@Nullable Set<String> known, Set<String> next) {
		return (known != null && known.equals(next)) ? known : next;
	}

	/**
	 * Opens a watch. After {@link #close()} it hears nothing.
	 */
	Watch follow(String key, Subscriber<T> subscriber) {
		Entry<T> entry;
		boolean first;
		synchronized (this.entries) {
			if (this.closed) {
				return () -> {
				};
			}
			entry = this.entries.computeIfAbsent(key, this::entry);
			first = entry.watches == 0;
			entry.watches++;
		}
		Watch watch = entry.publication.subscribe(subscriber, () -> leave(key, entry));
		if (first) {
			entry.feed.start();
		}
		return watch;
	}

	private Entry<T> entry(String key) {
		Publication<T> publication = new Publication<>(this.keeping);
		return new Entry<>(publication, this.feeds.apply(key, publication));
	}

	private void leave(String key, Entry<T> entry) {
		synchronized (this.entries) {
			entry.watches--;
			if (entry.watches > 0) {
				return;
			}
			this.entries.remove(key, entry);
		}
		entry.feed.stop();
	}

	/**
	 * Closes all watches.
	 */
	void close() {
		List<Entry<T>> open;
		synchronized (this.entries) {
			this.closed = true;
			open = new ArrayList<>(this.entries.values());
		}
		open.forEach((entry) -> entry.publication.close());
	}

	private static final class Entry<T> {

		private final Publication<T> publication;

		private final Feed feed;

		private int watches;

		Entry(Publication<T> publication, Feed feed) {
			this.publication = publication;
			this.feed = feed;
		}

	}

}
