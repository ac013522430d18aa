package dev.discovery.backend.dns;

import java.time.Duration;

import dev.discovery.backend.GrantedLease;
import dev.discovery.backend.Lease;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Registers nothing: whoever keeps the zone writes its records. Safe for use by several
 * threads.
 */
public final class DnsRegistrar implements ServiceRegistrar {

	private static final Log logger = LogFactory.getLog(DnsRegistrar.class);

	private final Duration propagation;

	/**
	 * Creates it.
	 * @param propagation how long an instance that stops goes on serving: until whoever
	 * keeps the zone has noticed, and TTLs are over
	 */
	public DnsRegistrar(Duration propagation) {
		this.propagation = propagation;
	}

	@Override
	public Lease register(Instance self, Health initial) {
		logger.info("DNS is only read, so " + self.getInstanceId()
				+ " isn't registered: it is found once whoever keeps the zone has written its records");
		return new GrantedLease(self);
	}

	@Override
	public Duration propagation() {
		return this.propagation;
	}

}
