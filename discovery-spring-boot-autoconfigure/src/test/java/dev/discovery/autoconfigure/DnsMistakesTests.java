package dev.discovery.autoconfigure;

import java.util.Objects;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody reads whose configuration of DNS can't work.
 */
class DnsMistakesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DiscoveryAutoConfiguration.class, DnsBackendAutoConfiguration.class))
		.withPropertyValues("discovery.backend=dns", "discovery.dns.domains=example.org");

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					servers=dns://10.0.0.1    | servers[0]' is 'dns://10.0.0.1': is not the address of a nameserver. | Write it like 10.0.0.53, 127.0.0.1:8600 or [fd00::53]:53.
					servers=10.0.0.1,a:0      | servers[1]' is 'a:0': is not the address of a nameserver. | Write it like 10.0.0.53, 127.0.0.1:8600 or [fd00::53]:53.
					servers=a:70000           | servers[0]' is 'a:70000': is not the address of a nameserver. | Write it like 10.0.0.53, 127.0.0.1:8600 or [fd00::53]:53.
					timeout=0s                | timeout' is 'PT0S': must be more than zero. | Write it like 500ms, 2s or 10m.
					min-ttl=500ms             | min-ttl' is 'PT0.5S': must be at least PT1S. | Write it like 5s.
					max-ttl=2s                | max-ttl' is 'PT2S': must be at least PT5S. | It can't be below discovery.dns.min-ttl.
					srv-name=_{service}._tcp. {domain} | srv-name' is '_{service}._tcp. {domain}': is no name in DNS with {service} in it. | Write it like _{service}._tcp.{domain}.
					address-name={domain}     | address-name' is '{domain}': is no name in DNS with {service} in it. | Write it like _{service}._tcp.{domain}.
					domains=a..b              | domains[0]' is 'a..b': is no name in DNS. | Write it like shop.example.org.
					port=0                    | port' is '0': must be from 1 to 65535. | Use the number of a port.
					srv=false                 | port' is not set: discovery.dns.srv is false, and addresses have no port. | Set it to the port that instances are called at.
					services.orders.port=65536 | services.orders.port' is '65536': must be from 1 to 65535. | Use the number of a port.
					services.orders.name=*.a  | services.orders.name' is '*.a': is no name in DNS. | Write it like _http._tcp.orders.example.org.
					""")
	void areNamedWithWhatToDo(String mistake, String description, String advice) {
		this.runner.withPropertyValues("discovery.dns." + mistake).run((context) -> {
			FailureAnalysis analysis = new InvalidDiscoveryPropertyFailureAnalyzer()
				.analyze(Objects.requireNonNull(context.getStartupFailure()));
			assertThat(analysis).as(mistake).isNotNull();
			assertThat(analysis.getDescription()).isEqualTo("The property 'discovery.dns." + description);
			assertThat(analysis.getAction()).isEqualTo(advice);
		});
	}

}
