package dev.discovery.autoconfigure.gossip;

import java.time.Duration;
import java.util.List;

import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.Mistakes;
import dev.discovery.autoconfigure.RegistriesAutoConfiguration;
import dev.discovery.autoconfigure.client.DiscoveryClientAutoConfiguration;
import dev.discovery.autoconfigure.client.DiscoveryReactiveClientAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.composite.CompositeBackend;
import dev.discovery.backend.gossip.GossipBackend;
import dev.discovery.backend.gossip.GossipNode;
import dev.discovery.backend.gossip.GossipRegistrar;
import dev.discovery.backend.gossip.GossipSettings;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.test.Ports;
import dev.discovery.testkit.NewThreads;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.client.discovery.DiscoveryClient;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class GossipBackendAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(SslAutoConfiguration.class, DiscoveryAutoConfiguration.class, DiscoveryClientAutoConfiguration.class,
				DiscoveryReactiveClientAutoConfiguration.class, RegistriesAutoConfiguration.class,
				GossipBackendAutoConfiguration.class, InMemoryBackendAutoConfiguration.class));

	/** A first member may take its time where many tests share a processor. */
	private final ApplicationContextRunner gossip = this.runner.withPropertyValues("discovery.backend=gossip",
			"discovery.cache.first-read-timeout=20s");

	@Test
	void isThereOnlyWhereItIsChosen() {
		this.gossip.run((context) -> assertThat(context).hasSingleBean(GossipBackend.class)
			.hasSingleBean(GossipRegistrar.class)
			.hasSingleBean(ServiceBackend.class));
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(GossipNode.class));
	}

	@Test
	void neitherListensNorStartsAThreadBeforeItIsUsed() {
		NewThreads threads = NewThreads.fromNow();
		this.gossip.run((context) -> assertThat(threads.names((name) -> name.startsWith("sc-cluster"))).isEmpty());
	}

	@Test
	void applicationsFindEachOtherThroughASeed() {
		NewThreads threads = NewThreads.fromNow();
		try (Ports ports = new Ports(1)) {
			String seeds = "discovery.gossip.seeds=127.0.0.1:" + ports.get(0);
			this.gossip.withPropertyValues(seeds, "discovery.gossip.port=" + ports.get(0)).run((first) -> {
				var lease = first.getBean(ServiceRegistrar.class).register(instance(), Health.UP);
				this.gossip.withPropertyValues(seeds).run((second) -> {
					DiscoveryClient client = second.getBean(DiscoveryClient.class);
					Patience.await().until(() -> client.getInstances("orders").size() == 1);
					assertThat(client.getInstances("nobody")).isEmpty();
				});
				lease.close();
			});
		}
		threads.awaitNone("sc-cluster");
		threads.awaitNone("discovery-gossip");
	}

	@Test
	void isOneOfSeveralRegistries() {
		try (Ports ports = new Ports(1)) {
			this.runner.withPropertyValues("discovery.registries.near.backend=gossip",
					"discovery.registries.near.register=true", "discovery.registries.near.gossip.port=" + ports.get(0),
					"discovery.registries.near.gossip.seeds=127.0.0.1:" + ports.get(0),
					"discovery.registries.far.backend=in-memory",
					"discovery.registries.far.in-memory.registry=gossip-tests",
					"discovery.registries.far.in-memory.services.orders[0].uri=http://localhost:8081")
				.run((context) -> {
					assertThat(context).hasSingleBean(CompositeBackend.class);
					context.getBean(ServiceRegistrar.class).register(instance(), Health.UP);
					DiscoveryClient client = context.getBean(DiscoveryClient.class);
					Patience.await().until(() -> client.getInstances("orders").size() == 2);
				});
		}
	}

	@Test
	void warnsOnceWhereStrangersCanTakePart(CapturedOutput output) {
		this.gossip
			.withPropertyValues("discovery.gossip.bind-address=0.0.0.0", "discovery.gossip.advertised-host=127.0.0.1")
			.run((context) -> {
				Patience.await().until(() -> context.getBean(DiscoveryClient.class).getInstances("orders").isEmpty());
				context.getBean(ServiceRegistrar.class).register(instance(), Health.UP);
				Patience.await().until(() -> context.getBean(DiscoveryClient.class).getInstances("orders").size() == 1);
			});
		assertThat(output.getAll().split("neither encrypted nor authenticated", -1)).hasSize(2);
	}

	@Test
	void takesEverythingFromItsProperties() {
		this.gossip
			.withPropertyValues("discovery.gossip.cluster=shop", "discovery.gossip.seeds=a:1,b.c:65535",
					"discovery.gossip.port=7946", "discovery.gossip.advertised-host=me",
					"discovery.gossip.advertised-port=7947", "discovery.gossip.max-metadata-size=4KB",
					"discovery.gossip.lost-hold=5s", "discovery.gossip.pace.ping=400ms",
					"discovery.gossip.pace.ping-timeout=100ms", "discovery.gossip.pace.suspicion-multiplier=4",
					"discovery.gossip.pace.gossip=50ms", "discovery.gossip.pace.sync=3s")
			.run((context) -> {
				GossipSettings settings = context.getBean(GossipProperties.class).toSettings(() -> null);
				assertThat(settings.maxMetadata()).isEqualTo(4096);
				assertThat(settings.lostHold()).isEqualTo(Duration.ofSeconds(5));
				assertThat(settings.swim()).extracting("cluster", "port", "advertisedHost", "advertisedPort", "seeds")
					.containsExactly("shop", 7946, "me", 7947, List.of("a:1", "b.c:65535"));
				assertThat(settings.swim().pace()).hasToString(
						"Pace[ping=PT0.4S, pingTimeout=PT0.1S, suspicionMultiplier=4, gossip=PT0.05S, sync=PT3S]");
			});
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					cluster=a/b           | cluster' is 'a/b': is no name of a cluster. | Use 2 to 64 letters, digits, '_', '-' and '.', with a letter, a digit or '_' at both ends.
					seeds=a:1,b           | seeds[1]' is 'b': is no host and port. | Write it like 10.0.0.1:7946, or like orders-0.orders:7946.
					seeds=a:65536         | seeds[0]' is 'a:65536': is no host and port. | Write it like 10.0.0.1:7946, or like orders-0.orders:7946.
					port=-1               | port' is '-1': must be from 0 to 65535. | Use the number of a port, or 0.
					max-metadata-size=9MB | max-metadata-size' is '9437184B': must be from 1KB to 1MB. | Write it like 16KB.
					bind-address=0.0.0.0  | advertised-host' is not set: discovery.gossip.bind-address is 0.0.0.0, which is no address under which others reach this member. | Set it to one, such as ${POD_IP}, or listen on one address alone.
					ssl.bundle=mine       | ssl.bundle' is 'mine': there is no such SSL bundle. | Define it under spring.ssl.bundle.pem.mine or spring.ssl.bundle.jks.mine.
					pace.ping=500ms       | pace.ping' is 'PT0.5S': must be at least PT0.501S. | Make it longer than discovery.gossip.pace.ping-timeout, so that others can be asked in the rest of it.
					""")
	void mistakesAreNamedWithWhatToDo(String mistake, String description, String advice) {
		FailureAnalysis analysis = Mistakes.analyze(this.gossip.withPropertyValues("discovery.gossip." + mistake));
		assertThat(analysis.getDescription()).isEqualTo("The property 'discovery.gossip." + description);
		assertThat(analysis.getAction()).isEqualTo(advice);
	}

	@Test
	void namesTheDependenciesThatAreMissing() {
		ApplicationContextRunner without = this.gossip
			.withClassLoader(new FilteredClassLoader("io.scalecube.transport.netty"));
		FailureAnalysis analysis = Mistakes.analyze(without);
		assertThat(analysis.getDescription())
			.isEqualTo("The property 'discovery.backend' is 'gossip': the library for it is not on the class path.");
		assertThat(analysis.getAction()).isEqualTo(
				"Add the dependency io.scalecube:scalecube-cluster:2.7.7 and io.scalecube:scalecube-transport-netty:2.7.7.");
	}

	private static Instance instance() {
		return Instance.builder("orders", "10.0.0.1", 8080).build();
	}

}
