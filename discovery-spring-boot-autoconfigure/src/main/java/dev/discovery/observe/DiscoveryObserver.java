package dev.discovery.observe;

import dev.discovery.backend.RegistryObserver;
import dev.discovery.balancing.BalancingObserver;
import dev.discovery.directory.DirectoryObserver;

/**
 * Hears all that the rooms have to tell: of registries, of the directory and of calls.
 * Called on any thread; must not block. One that throws is silenced for that one event.
 */
public interface DiscoveryObserver extends RegistryObserver, DirectoryObserver, BalancingObserver {

	/**
	 * Hears nothing.
	 */
	DiscoveryObserver NONE = new DiscoveryObserver() {
	};

	/**
	 * Keeps an observer's failures to itself.
	 * @param observer may throw
	 * @return never throws
	 */
	static DiscoveryObserver guarded(DiscoveryObserver observer) {
		return (observer == NONE) ? NONE : new GuardedDiscoveryObserver(observer);
	}

}
