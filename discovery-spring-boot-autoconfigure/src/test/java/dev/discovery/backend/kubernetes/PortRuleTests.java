package dev.discovery.backend.kubernetes;

import java.util.List;
import java.util.Map;

import dev.discovery.backend.BackendException;
import dev.discovery.backend.BackendException.Kind;
import dev.discovery.backend.kubernetes.KubernetesSettings.ServiceSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PortRuleTests {

	private static final ServiceName ORDERS = new ServiceName("orders", "shop");

	@Test
	void takesTheOnlyOneWhateverItsName() {
		assertThat(choose(null, null, port("grpc", 9000)).port()).isEqualTo(9000);
		assertThat(choose(null, null, port(null, 9000)).port()).isEqualTo(9000);
	}

	@Test
	void takesTheOneThatSpeaksHttp() {
		assertThat(choose(null, null, port("metrics", 9000), port("http", 8080)).port()).isEqualTo(8080);
		assertThat(choose(null, null, port("metrics", 9000), port("HTTPS", 8443)).isHttps()).isTrue();
		NamedPort byProtocol = new NamedPort("web", 8081, "TCP", "http");
		assertThat(choose(null, null, port("metrics", 9000), byProtocol).port()).isEqualTo(8081);
		NamedPort secure = new NamedPort("web", 8443, "TCP", "https");
		assertThat(choose(null, null, port("metrics", 9000), secure).isHttps()).isTrue();
	}

	@Test
	void takesTheOneThatIsConfigured() {
		NamedPort[] ports = { port("http", 8080), port("admin", 9090) };
		assertThat(choose("admin", null, ports).port()).isEqualTo(9090);
		assertThat(choose("http", new ServiceSettings("admin", null, null), ports).port()).isEqualTo(9090);
		assertThat(choose(null, new ServiceSettings(null, 9090, null), ports).name()).isEqualTo("admin");
		assertThat(choose(null, new ServiceSettings(null, 7777, null)).port()).isEqualTo(7777);
	}

	@Test
	void leavesOtherProtocolsAlone() {
		assertThat(choose(null, null, new NamedPort("dns", 53, "UDP", null), port("web", 8080)).port()).isEqualTo(8080);
	}

	@Test
	void namesTheCandidatesWhereItIsNotClear() {
		assertRefused(
				"the service orders.shop has several ports: set discovery.kubernetes.services.orders.port-name, or"
						+ " discovery.kubernetes.port-name, to one of admin (9090), web (8080)",
				null, port("web", 8080), port("admin", 9090));
		assertRefused(
				"the service orders.shop has several ports: set discovery.kubernetes.services.orders.port-name, or"
						+ " discovery.kubernetes.port-name, to one of http (8080), https (8443)",
				null, port("http", 8080), port("https", 8443));
		assertRefused("the service orders.shop has no port 'grpc': set discovery.kubernetes.services.orders.port-name,"
				+ " or discovery.kubernetes.port-name, to one of web (8080)", "grpc", port("web", 8080));
		assertRefused(
				"the service orders.shop has no port: set discovery.kubernetes.services.orders.port to its number",
				null);
	}

	@Test
	void namesAServiceOfAnotherNamespaceInBrackets() {
		PortRule rule = new PortRule(new ServiceName("orders", "shop"), TestSettings.of("billing").build());
		assertThatExceptionOfType(BackendException.class).isThrownBy(() -> rule.choose(List.of()))
			.withMessageEndingWith("set discovery.kubernetes.services[orders.shop].port to its number");
	}

	private static void assertRefused(String message, @Nullable String general, NamedPort... ports) {
		assertThatExceptionOfType(BackendException.class).isThrownBy(() -> choose(general, null, ports))
			.withMessage(message)
			.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(Kind.INVALID));
	}

	private static NamedPort port(@Nullable String name, int number) {
		return new NamedPort(name, number, "TCP", null);
	}

	private static NamedPort choose(@Nullable String general, @Nullable ServiceSettings own, NamedPort... ports) {
		KubernetesSettings settings = TestSettings.of("shop")
			.portName(general)
			.services((own != null) ? Map.of(ORDERS, own) : Map.of())
			.build();
		return new PortRule(ORDERS, settings).choose(List.of(ports));
	}

}
