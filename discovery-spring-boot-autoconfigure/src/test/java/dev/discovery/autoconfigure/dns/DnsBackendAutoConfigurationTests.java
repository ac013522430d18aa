package dev.discovery.autoconfigure.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.RegistriesAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.backend.Lease;
import dev.discovery.backend.ScriptedBackend;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.composite.CompositeBackend;
import dev.discovery.backend.dns.DnsBackend;
import dev.discovery.backend.dns.DnsRegistrar;
import dev.discovery.backend.dns.DnsSettings;
import dev.discovery.backend.dns.DnsSettings.AddressFamily;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.testkit.NewThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class DnsBackendAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DiscoveryAutoConfiguration.class, DnsBackendAutoConfiguration.class,
				RegistriesAutoConfiguration.class, InMemoryBackendAutoConfiguration.class));

	private final ApplicationContextRunner dns = this.runner.withPropertyValues("discovery.backend=dns",
			"discovery.dns.servers=127.0.0.1:5353", "discovery.dns.domains=example.org");

	@Test
	void isThereOnlyWhereItIsChosen() {
		NewThreads threads = NewThreads.fromNow();
		this.dns.run((context) -> {
			assertThat(context).hasSingleBean(ServiceBackend.class).hasSingleBean(DnsBackend.class);
			assertThat(context.getBean(ServiceBackend.class).name()).isEqualTo("dns");
			assertThat(context).getBean(ServiceRegistrar.class).isInstanceOf(DnsRegistrar.class);
			assertThat(threads.names((name) -> name.startsWith("discovery-dns"))).isEmpty();
		});
		this.runner.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DnsSettings.class));
		this.dns.withPropertyValues("discovery.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DnsSettings.class));
		this.dns.withBean(ScriptedBackend.class)
			.run((context) -> assertThat(context).hasSingleBean(ServiceBackend.class)
				.doesNotHaveBean(DnsSettings.class));
	}

	@Test
	void takesEverythingFromItsProperties() {
		this.dns
			.withPropertyValues("discovery.dns.servers=10.0.0.53,dns.example.org:8600,[fd00::53]:5353,fd00::1",
					"discovery.dns.tcp=true", "discovery.dns.timeout=1s",
					"discovery.dns.domains=a.example.org.,b.example.org", "discovery.dns.srv-name=_{service}.{domain}",
					"discovery.dns.address-name={service}.svc.{domain}", "discovery.dns.port=8080",
					"discovery.dns.secure=true", "discovery.dns.ip-family=ipv6", "discovery.dns.target-names=true",
					"discovery.dns.min-ttl=2s", "discovery.dns.max-ttl=1m", "discovery.dns.listed=orders",
					"discovery.dns.services.shop.name=shop.example.net", "discovery.dns.services.shop.port=80",
					"discovery.dns.services.shop.secure=false")
			.run((context) -> assertThat(context.getBean(DnsSettings.class)).isEqualTo(new DnsSettings(
					List.of(server("10.0.0.53", 53), server("dns.example.org", 8600), server("fd00::53", 5353),
							server("fd00::1", 53)),
					true, Duration.ofSeconds(1),
					new DnsSettings.Naming("_{service}.{domain}", "{service}.svc.{domain}",
							List.of("a.example.org", "b.example.org")),
					new DnsSettings.Reading(8080, true, AddressFamily.IPV6, true),
					new DnsSettings.Pace(Duration.ofSeconds(2), Duration.ofMinutes(1)),
					Map.of("shop", new DnsSettings.Service("shop.example.net", 80, false)), Set.of("orders"))));
	}

	@Test
	void asksThisMachinesNameserversWhereNoneAreNamed() {
		this.dns.withPropertyValues("discovery.dns.servers=")
			.run((context) -> assertThat(context.getBean(DnsSettings.class).servers()).isNotEmpty());
	}

	@Test
	void needsNoDomainWhereNoNameHasOne() {
		this.runner
			.withPropertyValues("discovery.backend=dns", "discovery.dns.srv-name=_{service}._tcp.example.org",
					"discovery.dns.address-name={service}.example.org")
			.run((context) -> assertThat(context.getBean(DnsSettings.class).naming().domains()).containsExactly(""));
	}

	@Test
	void isOneOfSeveral() {
		this.runner.withPropertyValues("discovery.registries.names.backend=dns",
				"discovery.registries.names.dns.domains=example.org",
				"discovery.registries.names.dns.servers=127.0.0.1:5353", "discovery.registries.local.backend=in-memory")
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(ServiceBackend.class)
				.isInstanceOf(CompositeBackend.class));
	}

	@Test
	void printsTheDependencyWhereTheLibraryIsMissing() {
		this.dns.withClassLoader(new FilteredClassLoader("org.xbill.DNS"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidDiscoveryPropertyException.class,
						(ex) -> assertThat(ex.advice()).isEqualTo("Add the dependency dnsjava:dnsjava.")));
	}

	@Test
	void refusesSignaturesThatNobodyCouldRead() {
		this.dns.withPropertyValues("discovery.security.signing.mode=enforce")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("has no meaning with DNS"));
	}

	@Test
	void registersNothingAndSaysSo(CapturedOutput output) {
		Lease lease = new DnsRegistrar(Duration.ofSeconds(5))
			.register(Instance.builder("orders", "10.0.0.1", 8080).build(), Health.UP);
		assertThat(lease.state()).isEqualTo(Lease.State.HELD);
		lease.close();
		assertThat(lease.state()).isEqualTo(Lease.State.RELEASED);
		assertThat(output).containsOnlyOnce("isn't registered");
	}

	private static InetSocketAddress server(String host, int port) {
		return InetSocketAddress.createUnresolved(host, port);
	}

}
