package dev.discovery.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import dev.discovery.model.Instance;
import dev.discovery.model.InvalidInstanceException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a registry's answer on their way into the model. A bad entry is dropped
 * and counted, and the good ones around it are kept.
 */
public final class Entries {

	private static final Log logger = LogFactory.getLog(Entries.class);

	private Entries() {
	}

	/**
	 * Turns entries into instances.
	 * @param runtime whose observer counts what is dropped: {@code invalid} for an
	 * address or an id that the model refuses, {@code malformed} for anything else that
	 * fails
	 * @param entries what the registry said, in its own shape
	 * @param dialect what makes an instance of an entry; returns null for one that is
	 * rightly none, and throws what it likes for one that is bad
	 * @param <E> the registry's shape of an entry
	 * @return the good ones, in the same order
	 */
	public static <E> List<Instance> collect(BackendRuntime runtime, Iterable<? extends E> entries,
			Function<E, @Nullable Instance> dialect) {
		List<Instance> instances = new ArrayList<>();
		for (E entry : entries) {
			try {
				Instance instance = dialect.apply(entry);
				if (instance != null) {
					instances.add(instance);
				}
			}
			catch (RuntimeException ex) {
				String reason = (ex instanceof InvalidInstanceException) ? "invalid" : "malformed";
				runtime.observer().dropped(runtime.name(), reason);
				logger.debug("Left out an entry of '" + runtime.name() + "'", ex);
			}
		}
		return instances;
	}

}
