package dev.discovery.backend;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Keeps instances registered, whatever happens to the registry: all of a
 * {@link ServiceRegistrar} over a {@link RegistryWriter}.
 * <p>
 * Each lease is one serial state machine: one exchange at a time, the latest health wins,
 * and once given back it never comes back. Who is registered again begins when nothing of
 * a lease that was given back is under way any more, or its removal might come after: a
 * matter of two exchanges that time out, at most. Safe for use by several threads.
 */
public class LeaseKeeper implements ServiceRegistrar {

	private final BackendRuntime runtime;

	private final RegistryWriter writer;

	private final Settings settings;

	private final Succession succession = new Succession();

	private final @Nullable InetSocketAddress address;

	/**
	 * Creates the keeper for a registry that has no address.
	 * @param runtime what it runs on
	 * @param writer makes the exchanges
	 * @param settings how often and how long
	 */
	public LeaseKeeper(BackendRuntime runtime, RegistryWriter writer, Settings settings) {
		this(runtime, writer, settings, null);
	}

	/**
	 * Creates the keeper.
	 * @param runtime what it runs on
	 * @param writer makes the exchanges
	 * @param settings how often and how long
	 * @param url where the registry is, if it is anywhere
	 */
	public LeaseKeeper(BackendRuntime runtime, RegistryWriter writer, Settings settings, @Nullable URI url) {
		this.runtime = runtime;
		this.writer = SigningWriter.over(writer, runtime.trust().signer());
		this.settings = settings;
		this.address = (url != null) ? address(url) : null;
	}

	private static InetSocketAddress address(URI url) {
		int defaultPort = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
		return InetSocketAddress.createUnresolved(url.getHost(), (url.getPort() != -1) ? url.getPort() : defaultPort);
	}

	@Override
	public Lease register(Instance self, Health initial) {
		LeaseEnd end = new LeaseEnd(this.runtime, this.settings.removeTimeout(), self, this.succession);
		KeptLease lease = new KeptLease(this.runtime, this.writer, this.settings, self, initial, end);
		this.succession.before(self).thenRun(lease::start);
		return lease;
	}

	@Override
	public Duration propagation() {
		return this.settings.propagation();
	}

	@Override
	public @Nullable InetSocketAddress address() {
		return this.address;
	}

	/**
	 * How often and how long.
	 *
	 * @param heartbeat how often a lease is renewed, a tenth sooner by chance; also the
	 * longest pause after a failure, unless the registry asks for more or refuses
	 * @param propagation see {@link ServiceRegistrar#propagation()}
	 * @param exchangeTimeout how long one exchange may take
	 * @param removeTimeout how long {@link Lease#release()} may take altogether
	 */
	public record Settings(Duration heartbeat, Duration propagation, Duration exchangeTimeout, Duration removeTimeout) {

		/**
		 * Settings with exchanges of at most 5 s and a release of at most 2 s.
		 * @param heartbeat how often a lease is renewed
		 * @param propagation how long until every reader has heard of a change
		 * @return the settings
		 */
		public static Settings of(Duration heartbeat, Duration propagation) {
			return new Settings(heartbeat, propagation, Duration.ofSeconds(5), Duration.ofSeconds(2));
		}

	}

}
