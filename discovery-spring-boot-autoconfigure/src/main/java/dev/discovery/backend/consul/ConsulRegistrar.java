package dev.discovery.backend.consul;

import java.time.Duration;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.LeaseKeeper;
import dev.discovery.backend.consul.ConsulRegistration.Check;
import dev.discovery.backend.http.RegistryHttpClient;

/**
 * Registers with a Consul agent. Safe for use by several threads.
 */
public final class ConsulRegistrar extends LeaseKeeper {

	/** How often to look whether the agent still knows an instance that gives no word. */
	private static final Duration RECONCILIATION = Duration.ofSeconds(10);

	/**
	 * Blocking queries hear of a change within milliseconds; this is for those that have
	 * a request under way with what they knew.
	 */
	private static final Duration PROPAGATION = Duration.ofSeconds(2);

	/**
	 * Creates the registrar.
	 * @param runtime what it runs on
	 * @param http the way to Consul, which sends the token; not closed by the registrar
	 * @param settings which Consul, and how to register
	 */
	public ConsulRegistrar(BackendRuntime runtime, RegistryHttpClient http, ConsulSettings settings) {
		super(runtime, new ConsulWriter(http, settings),
				LeaseKeeper.Settings.of(heartbeat(settings.registration().check()), PROPAGATION),
				settings.urls().get(0));
	}

	private static Duration heartbeat(Check check) {
		return (check instanceof Check.Ttl ttl) ? ttl.heartbeat() : RECONCILIATION;
	}

}
