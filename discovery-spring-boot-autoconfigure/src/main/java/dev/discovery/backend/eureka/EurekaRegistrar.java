package dev.discovery.backend.eureka;

import java.time.Duration;

import dev.discovery.backend.LeaseKeeper;

/**
 * Registers with a Eureka server, which tells its peers. Safe for use by several threads.
 */
public final class EurekaRegistrar extends LeaseKeeper {

	/**
	 * Readers ask every few seconds, and those of Netflix every half minute behind a
	 * cache of as much again: a stopping instance can't wait for the slowest. This is for
	 * readers like us, with a server whose cache is off.
	 */
	private static final Duration MARGIN = Duration.ofSeconds(1);

	/**
	 * Creates the registrar.
	 * @param servers the way to Eureka, not closed by the registrar
	 * @param settings how to register, and how often readers look
	 */
	public EurekaRegistrar(EurekaServers servers, EurekaSettings settings) {
		super(servers.runtime(), new EurekaWriter(servers, settings.registration()), LeaseKeeper.Settings
			.of(settings.registration().heartbeat(), settings.reading().fetchInterval().plus(MARGIN)),
				servers.preferred());
	}

}
