package dev.discovery.autoconfigure.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.dns.DnsSettings;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which nameservers are asked, and how often.
 */
@ConfigurationProperties(DnsProperties.PREFIX)
public class DnsProperties extends DnsReadingProperties {

	static final String PREFIX = "discovery.dns";

	/**
	 * The nameservers, as addresses or names, with a port where it isn't 53. Defaults to
	 * those of this machine.
	 */
	private List<String> servers = new ArrayList<>();

	/**
	 * Whether nameservers are asked by TCP from the start, and not only where an answer
	 * was cut: for those that leave out what doesn't fit and don't say so.
	 */
	private boolean tcp;

	/**
	 * How long a nameserver may take before the next one is asked.
	 */
	private Duration timeout = Duration.ofSeconds(2);

	/**
	 * How soon records are asked for again at the soonest, whatever their TTL.
	 */
	private Duration minTtl = Duration.ofSeconds(5);

	/**
	 * How soon records are asked for again at the latest, whatever their TTL.
	 */
	private Duration maxTtl = Duration.ofMinutes(5);

	public List<String> getServers() {
		return this.servers;
	}

	public void setServers(List<String> servers) {
		this.servers = servers;
	}

	public boolean isTcp() {
		return this.tcp;
	}

	public void setTcp(boolean tcp) {
		this.tcp = tcp;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public Duration getMinTtl() {
		return this.minTtl;
	}

	public void setMinTtl(Duration minTtl) {
		this.minTtl = minTtl;
	}

	public Duration getMaxTtl() {
		return this.maxTtl;
	}

	public void setMaxTtl(Duration maxTtl) {
		this.maxTtl = maxTtl;
	}

	/**
	 * Checks everything.
	 */
	DnsSettings toSettings() {
		PropertyRules.positive(PREFIX + ".timeout", this.timeout);
		PropertyRules.atLeast(PREFIX + ".min-ttl", this.minTtl, Duration.ofSeconds(1), "Write it like 5s.");
		PropertyRules.atLeast(PREFIX + ".max-ttl", this.maxTtl, this.minTtl,
				"It can't be below " + PREFIX + ".min-ttl.");
		return new DnsSettings(DnsRules.servers(this.servers), this.tcp, this.timeout, toNaming(), toReading(),
				new DnsSettings.Pace(this.minTtl, this.maxTtl), toServices(), getListed());
	}

}
