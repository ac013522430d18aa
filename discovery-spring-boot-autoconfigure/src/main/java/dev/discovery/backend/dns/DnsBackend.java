package dev.discovery.backend.dns;

import java.util.TreeMap;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.NamesListener;
import dev.discovery.backend.PollingBackend;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;

/**
 * Reads DNS. Safe for use by several threads; callbacks run on the backend's own threads
 * or on the scheduler's.
 */
public final class DnsBackend implements ServiceBackend {

	private static final int MAX_POLLS = 64;

	private final DnsSettings settings;

	private final Wire wire;

	private final ServiceBackend polling;

	/**
	 * Creates the backend; it asks nothing before the first watch.
	 * @param runtime what it runs on
	 * @param settings which nameservers, and what to ask them for
	 */
	public DnsBackend(BackendRuntime runtime, DnsSettings settings) {
		this(runtime, settings, new SocketWire(runtime.scheduler()));
	}

	DnsBackend(BackendRuntime runtime, DnsSettings settings, Wire wire) {
		this.settings = settings;
		this.wire = wire;
		Nameservers servers = new Nameservers(settings.servers(), settings.tcp(), settings.timeout(), wire);
		// an SRV record's target has to be looked up too, and either answer may be cut
		this.polling = new PollingBackend(runtime, new DnsReader(runtime, settings, servers),
				new PollingBackend.Settings(settings.pace().max(), servers.patience().multipliedBy(2), MAX_POLLS,
						false));
	}

	@Override
	public String name() {
		return this.polling.name();
	}

	@Override
	public String origin() {
		return name() + " " + this.settings.servers() + " " + this.settings.naming() + " " + this.settings.reading()
				+ " " + new TreeMap<>(this.settings.services());
	}

	@Override
	public Watch watch(String serviceId, WatchListener listener) {
		return this.polling.watch(serviceId, listener);
	}

	@Override
	public Watch watchNames(NamesListener listener) {
		return this.polling.watchNames(listener);
	}

	@Override
	public void close() {
		this.polling.close();
		this.wire.close();
	}

}
