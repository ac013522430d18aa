package dev.discovery.autoconfigure;

import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody reads whose configuration of several registries can't work.
 */
class RegistriesMistakesTests {

	private static final String EAST = "discovery.registries.east.";

	private static final String WEST = "discovery.registries.west.";

	private static final String KINDS = "Set it to one of: consul, dns, eureka, gossip, in-memory, kubernetes.";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, DiscoveryAutoConfiguration.class,
				RegistriesAutoConfiguration.class, InMemoryBackendAutoConfiguration.class));

	static Arguments[] mistakes() {
		return new Arguments[] {
				Arguments.of(
						"The property 'discovery.registries.east.backend' is 'zookeeper': there is no such backend.",
						KINDS, new String[] { EAST + "backend=zookeeper" }),
				Arguments.of(
						"The property 'discovery.registries.east.backend' is not set: it isn't said what kind of registry this is.",
						KINDS, new String[] { EAST + "region=us-east" }),
				Arguments.of(
						"The property 'discovery.registries' is 'east': none of them is read, so nobody could be found.",
						"Set discovery.registries.<name>.read to true for at least one that is no shadow.",
						new String[] { EAST + "backend=consul", EAST + "read=false" }),
				Arguments.of(
						"The property 'discovery.registries' is 'east': none of them is read, so nobody could be found.",
						"Set discovery.registries.<name>.read to true for at least one that is no shadow.",
						new String[] { EAST + "backend=consul", EAST + "shadow=true" }),
				Arguments.of(
						"The property 'discovery.registries.west.shadow' is 'true': is set, and so is discovery.registries.east.shadow.",
						"Keep one of them: one registry is compared at a time.",
						new String[] { EAST + "backend=consul", EAST + "shadow=true", WEST + "backend=consul",
								WEST + "shadow=true" }),
				Arguments.of(
						"The property 'discovery.registries.east.read' is 'false': but discovery.registries.east.shadow is true, and a shadow that isn't read can't be compared.",
						"Remove one of them.",
						new String[] { EAST + "backend=consul", EAST + "shadow=true", EAST + "read=false" }),
				Arguments.of("The property 'discovery.registries' is '2nd': is no name of a registry.",
						"Use lower-case letters, digits and '-', beginning with a letter, 32 of them at most, such as east.",
						new String[] { "discovery.registries.2nd.backend=consul" }),
				Arguments.of("The property 'discovery.backend' is 'consul': is set, and so is discovery.registries.",
						"Remove it: each registry names its own backend.",
						new String[] { "discovery.backend=consul", EAST + "backend=consul" }),
				Arguments.of(
						"The property 'discovery.registries.east.consul.url' is 'ftp://consul': is not an http or https URL with a host.",
						"Write it like http://localhost:8500; a token goes into discovery.registries.east.consul.token.",
						new String[] { EAST + "backend=consul", EAST + "consul.url=ftp://consul" }),
				Arguments.of(
						"The property 'discovery.consul.url' is 'ftp://consul': is not an http or https URL with a host.",
						"Write it like http://localhost:8500; a token goes into discovery.registries.east.consul.token.",
						new String[] { EAST + "backend=consul", "discovery.consul.url=ftp://consul" }),
				Arguments.of(
						"The property 'discovery.registries.east.consul.url' is 'http://a': is set, and so is discovery.registries.east.consul.urls.",
						"Keep one of them: url for one agent, urls for several.",
						new String[] { EAST + "backend=consul", EAST + "consul.url=http://a",
								EAST + "consul.urls=http://b" }),
				Arguments.of(
						"The property 'discovery.registries.east.consul.registration.check.heartbeat' is 'PT40S': must be shorter than the ttl, which is PT30S.",
						"Set it to about a third of discovery.consul.registration.check.ttl, or remove it.",
						new String[] { EAST + "backend=consul", EAST + "consul.registration.check.heartbeat=40s",
								"discovery.consul.registration.check.ttl=30s" }),
				Arguments.of(
						"The property 'discovery.registries.east.eureka.urls[1]' is 'b': is not an http or https URL with a host.",
						"Write it like http://localhost:8761/eureka.",
						new String[] { EAST + "backend=eureka", EAST + "eureka.urls=http://a,b" }),
				Arguments.of(
						"The property 'discovery.registries.east.in-memory.ttl' is 'PT5S': must be longer than the heartbeat, which is PT10S.",
						"Set it to about three times discovery.registries.east.in-memory.heartbeat.",
						new String[] { EAST + "backend=in-memory", EAST + "in-memory.ttl=5s" }),
				Arguments.of(
						"The property 'discovery.registries.east.kubernetes.namespaces[0]' is 'My Shop': is no name of a namespace.",
						"'*' alone stands for all namespaces.",
						new String[] { EAST + "backend=kubernetes", EAST + "kubernetes.url=http://localhost:8001",
								EAST + "kubernetes.namespaces=My Shop" }),
				Arguments.of(
						"The property 'discovery.security.signing.mode' is 'AUDIT': has no meaning with Kubernetes, where the cluster registers the pods and nobody can sign.",
						"Set it to off",
						new String[] { EAST + "backend=kubernetes", "discovery.security.signing.mode=audit" }) };
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("mistakes")
	void namesThePropertyAsItWasWrittenAndSaysWhatToDo(String description, String action, String[] properties) {
		FailureAnalysis analysis = Mistakes.analyze(this.runner, properties);
		assertThat(analysis.getDescription()).isEqualTo(description);
		assertThat(analysis.getAction()).contains(action);
	}

}
