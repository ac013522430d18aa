package dev.discovery.backend.dns;

import java.util.List;

import dev.discovery.backend.http.Credentials;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Instance;
import dev.discovery.testkit.RegistrySide;

/**
 * An application that reads DNS.
 */
final class DnsSide extends RegistrySide {

	final DnsBackend backend;

	final ServiceDirectory directory;

	DnsSide(TestSettings settings) {
		super("dns", () -> null, Credentials.NONE);
		this.backend = new DnsBackend(this.runtime, settings.settings());
		this.directory = read(this.backend);
	}

	/**
	 * Whom callers would be sent to now, with their weights.
	 */
	List<String> weighted(String serviceId) {
		return this.directory.lookup(serviceId)
			.instances()
			.stream()
			.map((it) -> it.getAuthority() + " " + it.getMetadata().get(Instance.WEIGHT))
			.toList();
	}

}
