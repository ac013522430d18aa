package dev.discovery.observe;

import java.util.List;

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
		return (observer == NONE || observer instanceof CompositeDiscoveryObserver) ? observer
				: new CompositeDiscoveryObserver(List.of(observer));
	}

	/**
	 * Tells several observers, and keeps the failures of each to itself. Those that count
	 * no lookups cost a lookup nothing.
	 * @param observers may throw
	 * @return never throws
	 */
	static DiscoveryObserver all(List<? extends DiscoveryObserver> observers) {
		List<? extends DiscoveryObserver> heard = observers.stream().filter((observer) -> observer != NONE).toList();
		return heard.isEmpty() ? NONE : new CompositeDiscoveryObserver(heard);
	}

}
