package dev.discovery.balancing.policy;

import dev.discovery.fitness.InstanceStats;
import dev.discovery.model.Instance;

/**
 * An instance that may get the call, and what calls learned about it.
 *
 * @param instance the instance
 * @param stats its stats, the same object for as long as an instance of this id is listed
 */
public record Candidate(Instance instance, InstanceStats stats) {
}
