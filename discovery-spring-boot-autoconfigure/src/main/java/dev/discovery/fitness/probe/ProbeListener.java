package dev.discovery.fitness.probe;

import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Hears when the prober changes its mind about an instance.
 * <p>
 * Told of one change after another, on any thread; must not block.
 */
@FunctionalInterface
public interface ProbeListener {

	/**
	 * An instance that counted as healthy no longer does, or does again. An instance that
	 * was never probed counts as healthy.
	 * @param serviceId the service under which it is followed
	 * @param instance the instance, as last listed
	 * @param healthy whether it is healthy now
	 * @param why what is wrong with it, null if it is healthy
	 */
	void verdict(String serviceId, Instance instance, boolean healthy, @Nullable String why);

}
