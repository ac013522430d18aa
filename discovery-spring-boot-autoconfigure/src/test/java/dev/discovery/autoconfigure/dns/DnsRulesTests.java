package dev.discovery.autoconfigure.dns;

import java.util.List;

import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DnsRulesTests {

	@Test
	void takesTheSearchDomainsOfTheMachineWhereNoneAreSet() {
		assertThat(DnsRules.domains(List.of(), () -> List.of("shop.example.org."), "_{service}._tcp.{domain}"))
			.containsExactly("shop.example.org");
		assertThat(DnsRules.domains(List.of("one.test"), List::of, "{service}.{domain}")).containsExactly("one.test");
		assertThat(DnsRules.domains(List.of(), List::of, "{service}.fixed.test")).containsExactly("");
	}

	@Test
	void asksForADomainWhereTheMachineHasNone() {
		assertThatExceptionOfType(InvalidDiscoveryPropertyException.class)
			.isThrownBy(() -> DnsRules.domains(List.of(), List::of, "{service}.{domain}"))
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("discovery.dns.domains"));
	}

}
