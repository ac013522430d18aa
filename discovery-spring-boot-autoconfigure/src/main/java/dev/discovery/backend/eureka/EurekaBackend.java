package dev.discovery.backend.eureka;

import java.time.Duration;
import java.util.Locale;

import dev.discovery.backend.MirrorBackend;

/**
 * Reads a copy of Eureka's whole registry and keeps it up to date by deltas. Names are
 * the same in any case. Safe for use by several threads.
 */
public final class EurekaBackend extends MirrorBackend {

	private final EurekaServers servers;

	private final EurekaReading reading;

	/**
	 * Creates the backend; it asks nothing before the first watch.
	 * @param servers the way to Eureka, not closed by the backend
	 * @param reading how to read
	 */
	public EurekaBackend(EurekaServers servers, EurekaReading reading) {
		super(servers.runtime(), new EurekaSource(servers, reading), (name) -> name.toLowerCase(Locale.ROOT));
		this.servers = servers;
		this.reading = reading;
	}

	@Override
	public String origin() {
		return name() + " " + this.servers.origin();
	}

	@Override
	public Duration recovery() {
		return this.reading.recovery();
	}

}
