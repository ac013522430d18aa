package dev.discovery.backend;

import dev.discovery.model.ServiceSnapshot;

/**
 * Hears about one service. Called serially per watch, on any thread; must not block.
 */
public interface WatchListener {

	/**
	 * The registry answered. Called for the first answer, for each change of content, and
	 * for the first answer after an error even where nothing changed.
	 * @param snapshot the complete list, not a delta; empty means that the registry knows
	 * no instance
	 */
	void onSnapshot(ServiceSnapshot snapshot);

	/**
	 * The registry could not answer. The watch goes on trying by itself.
	 * @param cause why
	 */
	void onError(BackendException cause);

	/**
	 * How much the service is wanted: when many watches have to be mended at once, those
	 * that are used most come first.
	 * @return a count that can be compared with the other listeners', 0 where it isn't
	 * known
	 */
	default long uses() {
		return 0;
	}

}
