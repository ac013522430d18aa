package dev.discovery.directory;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

import dev.discovery.time.Ticker;

/**
 * What is to be written: the latest of each file, unless the same was written a while
 * ago. Safe for use by several threads; one of them writes.
 */
final class Copies {

	private final Map<String, Copy> waiting = new ConcurrentHashMap<>();

	private final Map<String, Written> written = new ConcurrentHashMap<>();

	private final Ticker ticker;

	private final Duration renewal;

	/**
	 * Creates it.
	 * @param ticker tells the time
	 * @param renewal when the same has to be written again
	 */
	Copies(Ticker ticker, Duration renewal) {
		this.ticker = ticker;
		this.renewal = renewal;
	}

	/**
	 * Takes what is to be written.
	 * @return whether it has to be
	 */
	boolean add(String file, Copy copy) {
		Written last = this.written.get(file);
		if (last != null && !this.waiting.containsKey(file) && last.content().refersTo(copy.content())
				&& this.ticker.nanos() - last.at() < this.renewal.toNanos()) {
			return false;
		}
		this.waiting.put(file, copy);
		return true;
	}

	/**
	 * Takes what is to go.
	 * @param exists whether the file is there
	 * @return whether it has to go
	 */
	boolean drop(String file, boolean exists) {
		if (!exists && !this.waiting.containsKey(file)) {
			return false;
		}
		this.waiting.put(file, Copy.NONE);
		return true;
	}

	/** Hands out all that is waiting. */
	void forEach(BiConsumer<String, Copy> writing) {
		for (String file : Set.copyOf(this.waiting.keySet())) {
			Copy copy = this.waiting.remove(file);
			if (copy != null) {
				writing.accept(file, copy);
			}
		}
	}

	void written(String file, Copy copy) {
		if (copy == Copy.NONE) {
			this.written.remove(file);
		}
		else {
			this.written.put(file, new Written(new WeakReference<>(copy.content()), this.ticker.nanos()));
		}
	}

	void clear() {
		this.waiting.clear();
	}

	/**
	 * What is to be written.
	 *
	 * @param content what is known, to be recognized by
	 * @param moment when the registry said so
	 * @param encoding makes a file of it
	 */
	record Copy(Object content, Instant moment, Function<Instant, byte[]> encoding) {

		/** Nothing: the file is to go. */
		static final Copy NONE = new Copy("", Instant.EPOCH, (moment) -> new byte[0]);

	}

	private record Written(WeakReference<Object> content, long at) {
	}

}
