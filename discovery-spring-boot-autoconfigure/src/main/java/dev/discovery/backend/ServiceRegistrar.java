package dev.discovery.backend;

import java.net.InetSocketAddress;
import java.time.Duration;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Makes this application known. Safe for use by several threads; doesn't wait for the
 * network.
 */
public interface ServiceRegistrar {

	/**
	 * Begins to keep the instance registered, now or as soon as the registry can be
	 * reached, and for as long as the lease is held. Where a lease of the same instance
	 * was given back before, this one begins after the end of that one.
	 * @param self the instance
	 * @param initial its health at the start
	 * @return the lease
	 */
	Lease register(Instance self, Health initial);

	/**
	 * How long it takes, nearly always, until every reader of this registry has heard of
	 * a change. A stopping instance goes on serving for as long.
	 * @return the time
	 */
	Duration propagation();

	/**
	 * Where the registry is, so that this machine can be registered under the address
	 * from which it reaches the registry.
	 * @return its address, resolved or not; null if it has none
	 */
	default @Nullable InetSocketAddress address() {
		return null;
	}

}
