package dev.discovery.autoconfigure.kubernetes;

import java.util.List;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.Mistakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody reads whose configuration of Kubernetes can't work.
 */
class KubernetesMistakesTests {

	private static final String URL = "discovery.kubernetes.url=https://localhost:6443";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, DiscoveryAutoConfiguration.class,
				KubernetesBackendAutoConfiguration.class))
		.withPropertyValues("discovery.backend=kubernetes");

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					url=localhost                         | url' is 'localhost': is not an http or https URL with a host. | Write it like https://10.0.0.1:6443, or http://localhost:8001 for kubectl proxy.
					url=https://u:canary@a                | url' is 'https://***@a': has a user in it, which Kubernetes knows nothing of. | Write it like https://10.0.0.1:6443, or http://localhost:8001 for kubectl proxy.
					url=http://a;token=canary             | url' is 'http://a': is not https, so the token would be sent in the clear. | Begin it with https, or remove the token: kubectl proxy needs none.
					token=canary;token-file=/f            | token-file' is '/f': is set, and so is discovery.kubernetes.token. | Keep one of them.
					token=ca nary                         | token' is '***': is more than a token. | Set it to the token alone, without blanks or line breaks in it.
					ssl.bundle=mine                       | ssl.bundle' is 'mine': there is no such SSL bundle. | Define it under spring.ssl.bundle.pem.mine or spring.ssl.bundle.jks.mine.
					connect-timeout=0s                    | connect-timeout' is 'PT0S': must be more than zero. | Write it like 500ms, 2s or 10m.
					namespace=Shop                        | namespace' is 'Shop': is no name of a namespace. | Use lower-case letters, digits and '-'.
					namespaces=a,*                        | namespaces[1]' is '*': is no name of a namespace. | Use lower-case letters, digits and '-'; '*' alone stands for all namespaces.
					services.a_b.port=1                   | services[a_b]' is not set: is no name of a service. | Write it like orders, or like [orders.shop] for another namespace that may be seen.
					services[orders.shop].port=1          | services[orders.shop]' is not set: its namespace is none of discovery.kubernetes.namespaces. | Write it like orders, or like [orders.shop] for another namespace that may be seen.
					services.orders.port=0                | services.orders.port' is '0': must be from 1 to 65535. | Use the number of a port.
					services.orders.pod-selector=a=b=c    | services.orders.pod-selector' is 'a=b=c': is no label selector. | Write it like app=orders,tier!=test, or like app in (orders,shop).
					""")
	void areNamedWithWhatToDo(String mistake, String description, String advice) {
		FailureAnalysis analysis = analyze(mistake);
		assertThat(analysis.getDescription()).isEqualTo("The property 'discovery.kubernetes." + description);
		assertThat(analysis.getAction()).isEqualTo(advice);
		assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain("canary");
	}

	@Test
	void takesSelectorsAsKubernetesDoes() {
		assertThat(List.of("app=orders", "app==orders", "app!=orders", "app", "!app", "a.b/c-d_e=F.g",
				"app in (orders, shop),tier notin (x)", " a = b , c ", "a="))
			.allMatch(PodSelectors::isValid);
		assertThat(List.of("", "=", "a=b=c", "a,", "a in b", "a in (b", "a b", "ä", "a=b&c=d", "a=" + "x".repeat(1000)))
			.noneMatch(PodSelectors::isValid);
	}

	private FailureAnalysis analyze(String mistakes) {
		ApplicationContextRunner prepared = mistakes.startsWith("url=") ? this.runner
				: this.runner.withPropertyValues(URL);
		return Mistakes.analyze(prepared, Mistakes.prefixed("discovery.kubernetes.", mistakes.split(";")));
	}

}
