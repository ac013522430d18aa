package dev.discovery.fitness.probe;

import java.util.concurrent.CompletionStage;

import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Asks one instance once how it is.
 * <p>
 * Must be safe for use by several threads, must not block, and must have done within a
 * time of its own: a probe that never ends keeps its place among those that may run at
 * once. What it throws, or fails with, counts as an answer that isn't healthy.
 */
@FunctionalInterface
public interface Probe {

	/**
	 * Asks.
	 * @param instance whom
	 * @return null for healthy, else why not: a few words for a log or a report, never
	 * what the instance answered
	 */
	CompletionStage<@Nullable String> probe(Instance instance);

}
