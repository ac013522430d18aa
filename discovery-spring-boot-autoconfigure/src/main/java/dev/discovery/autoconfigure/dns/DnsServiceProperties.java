package dev.discovery.autoconfigure.dns;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.dns.DnsSettings;
import org.jspecify.annotations.Nullable;

/**
 * What differs for one service in DNS.
 */
public class DnsServiceProperties {

	/**
	 * The full name of its records, without a template or a domain.
	 */
	private @Nullable String name;

	/**
	 * The port that its addresses are called at; SRV records aren't asked for then.
	 */
	private @Nullable Integer port;

	/**
	 * Whether its instances are called by https.
	 */
	private @Nullable Boolean secure;

	public @Nullable String getName() {
		return this.name;
	}

	public void setName(@Nullable String name) {
		this.name = name;
	}

	public @Nullable Integer getPort() {
		return this.port;
	}

	public void setPort(@Nullable Integer port) {
		this.port = port;
	}

	public @Nullable Boolean getSecure() {
		return this.secure;
	}

	public void setSecure(@Nullable Boolean secure) {
		this.secure = secure;
	}

	DnsSettings.Service toService(String prefix) {
		String records = PropertyRules.textOrNull(this.name);
		if (records != null) {
			DnsRules.requireName(prefix + ".name", records, "Write it like _http._tcp.orders.example.org.");
		}
		if (this.port != null) {
			DnsRules.port(prefix + ".port", this.port);
		}
		return new DnsSettings.Service(records, this.port, this.secure);
	}

}
