package dev.discovery.backend.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.discovery.backend.dns.DnsSettings.AddressFamily;
import dev.discovery.backend.dns.DnsSettings.Naming;
import dev.discovery.backend.dns.DnsSettings.Pace;
import dev.discovery.backend.dns.DnsSettings.Reading;
import dev.discovery.backend.dns.DnsSettings.Service;
import org.jspecify.annotations.Nullable;

/**
 * Settings for tests, of which some differ.
 */
record TestSettings(DnsSettings settings) {

	static final Pace PACE = new Pace(Duration.ofSeconds(1), Duration.ofMinutes(5));

	static TestSettings of(InetSocketAddress... servers) {
		return new TestSettings(new DnsSettings(List.of(servers), false, Duration.ofSeconds(2),
				new Naming("_{service}._tcp.{domain}", "{service}.{domain}", List.of("test")),
				new Reading(null, false, AddressFamily.IPV4, false), PACE, Map.of(), Set.of()));
	}

	TestSettings tcp() {
		DnsSettings it = this.settings;
		return new TestSettings(new DnsSettings(it.servers(), true, it.timeout(), it.naming(), it.reading(), it.pace(),
				it.services(), it.listed()));
	}

	TestSettings timeout(Duration timeout) {
		DnsSettings it = this.settings;
		return new TestSettings(new DnsSettings(it.servers(), it.tcp(), timeout, it.naming(), it.reading(), it.pace(),
				it.services(), it.listed()));
	}

	TestSettings domains(String... domains) {
		return naming("_{service}._tcp.{domain}", domains);
	}

	TestSettings naming(@Nullable String srv, String... domains) {
		DnsSettings it = this.settings;
		return new TestSettings(new DnsSettings(it.servers(), it.tcp(), it.timeout(),
				new Naming(srv, it.naming().address(), List.of(domains)), it.reading(), it.pace(), it.services(),
				it.listed()));
	}

	TestSettings reading(@Nullable Integer port, AddressFamily family, boolean targetNames) {
		DnsSettings it = this.settings;
		return new TestSettings(new DnsSettings(it.servers(), it.tcp(), it.timeout(), it.naming(),
				new Reading(port, false, family, targetNames), it.pace(), it.services(), it.listed()));
	}

	TestSettings service(String id, @Nullable String name, @Nullable Integer port, @Nullable Boolean secure) {
		DnsSettings it = this.settings;
		return new TestSettings(new DnsSettings(it.servers(), it.tcp(), it.timeout(), it.naming(), it.reading(),
				it.pace(), Map.of(id, new Service(name, port, secure)), it.listed()));
	}

	TestSettings pace(Duration min, Duration max) {
		DnsSettings it = this.settings;
		return new TestSettings(new DnsSettings(it.servers(), it.tcp(), it.timeout(), it.naming(), it.reading(),
				new Pace(min, max), it.services(), it.listed()));
	}

	TestSettings listed(String... services) {
		DnsSettings it = this.settings;
		return new TestSettings(new DnsSettings(it.servers(), it.tcp(), it.timeout(), it.naming(), it.reading(),
				it.pace(), it.services(), Set.of(services)));
	}

}
