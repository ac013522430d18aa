package dev.discovery.backend.consul;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Lease;
import dev.discovery.backend.LeaseKeeper;
import dev.discovery.backend.RegistryHttpClient;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.consul.ConsulRegistration.Check;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;

/**
 * Registers with a Consul agent. Safe for use by several threads.
 */
public final class ConsulRegistrar implements ServiceRegistrar {

	/** How often to look whether the agent still knows an instance that gives no word. */
	private static final Duration RECONCILIATION = Duration.ofSeconds(10);

	/**
	 * Blocking queries hear of a change within milliseconds; this is for those that have
	 * a request under way with what they knew.
	 */
	private static final Duration PROPAGATION = Duration.ofSeconds(2);

	private final LeaseKeeper keeper;

	private final URI url;

	/**
	 * Creates the registrar.
	 * @param runtime what it runs on
	 * @param http the way to Consul, which sends the token; not closed by the registrar
	 * @param settings which Consul, and how to register
	 */
	public ConsulRegistrar(BackendRuntime runtime, RegistryHttpClient http, ConsulSettings settings) {
		Duration heartbeat = (settings.registration().check() instanceof Check.Ttl ttl) ? ttl.heartbeat()
				: RECONCILIATION;
		this.keeper = new LeaseKeeper(runtime, new ConsulWriter(http, settings),
				LeaseKeeper.Settings.of(heartbeat, PROPAGATION));
		this.url = settings.urls().get(0);
	}

	@Override
	public Lease register(Instance self, Health initial) {
		return this.keeper.register(self, initial);
	}

	@Override
	public Duration propagation() {
		return this.keeper.propagation();
	}

	@Override
	public InetSocketAddress address() {
		int defaultPort = "https".equals(this.url.getScheme()) ? 443 : 80;
		return InetSocketAddress.createUnresolved(this.url.getHost(),
				(this.url.getPort() != -1) ? this.url.getPort() : defaultPort);
	}

}
