package dev.discovery.directory;

import dev.discovery.backend.BackendException;

/**
 * What is believed of one registry, and who is told. Called serially.
 *
 * @param <T> what the registry says
 */
interface Stable<T> extends Doubt.Belief<T> {

	/** Whether the registry has answered, or a copy from the disk stands in for it. */
	boolean isKnown();

	/** Takes what was kept on disk, unless it is too old. */
	void adopt(Stored<T> stored);

	void failed(BackendException cause);

	/** Keeps what is known for the next start, if the registry stands by it. */
	void save();

}
