package dev.discovery.autoconfigure.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.discovery.actuate.DiscoveryEndpoint;
import dev.discovery.actuate.DiscoveryEventsEndpoint;
import dev.discovery.autoconfigure.DiscoveryAutoConfiguration;
import dev.discovery.autoconfigure.actuate.DiscoveryActuatorAutoConfiguration;
import dev.discovery.autoconfigure.actuate.DiscoveryHealthAutoConfiguration;
import dev.discovery.autoconfigure.memory.InMemoryBackendAutoConfiguration;
import dev.discovery.backend.memory.InMemoryRegistry;
import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.Outcome;
import dev.discovery.model.Instance;
import dev.discovery.observe.DiscoveryEvent;
import dev.discovery.observe.DiscoveryEvent.Type;
import dev.discovery.observe.EventLog;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens to the instances of a registry, as the endpoint and Spring's listeners
 * hear of it.
 */
class DiscoveryEventsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DiscoveryAutoConfiguration.class, InMemoryBackendAutoConfiguration.class,
						DiscoveryClientAutoConfiguration.class, DiscoveryReactiveClientAutoConfiguration.class,
						DiscoveryActuatorAutoConfiguration.class, DiscoveryHealthAutoConfiguration.class))
		.withPropertyValues("discovery.in-memory.registry=events",
				"management.endpoints.jmx.exposure.include=discovery,discoveryevents", "spring.jmx.enabled=true")
		.withUserConfiguration(Listening.class);

	@Test
	void tellsWhatHappenedInOrderInTheEndpointAndAsSpringEvents() {
		InMemoryRegistry registry = InMemoryRegistry.acquire("events");
		Instance[] all = { instance(1), instance(2), instance(3), instance(4) };
		for (Instance each : all) {
			registry.put(each, System.nanoTime(), Duration.ofHours(1));
		}
		this.runner.run((context) -> {
			Balancer balancer = context.getBean(Balancer.class);
			balancer.pool("inventory");
			registry.remove(all[3]);
			Patience.await().until(() -> balancer.pool("inventory").snapshot().instances().size() == 3);
			fail(balancer, all[0]);
			DiscoveryEndpoint endpoint = context.getBean(DiscoveryEndpoint.class);
			assertThat(endpoint.service("inventory").instances()).as("each once").hasSize(3);
			assertThat(endpoint.service("inventory").instances().get(0).ejection().reason())
				.isEqualTo("CONSECUTIVE_FAILURES");
			endpoint.quarantine("inventory", all[1].getInstanceId(), Duration.ofSeconds(90), "bad\nbuild");
			endpoint.release("inventory", all[1].getInstanceId());
			List<Type> expected = List.of(Type.JOINED, Type.JOINED, Type.JOINED, Type.JOINED, Type.LEFT, Type.EJECTED,
					Type.QUARANTINED, Type.REVIVED, Type.RELEASED);
			List<DiscoveryEvent> heard = context.getBean(Listening.class).heard;
			Patience.await()
				.untilAsserted(
						() -> assertThat(heard).extracting(DiscoveryEvent::type).containsExactlyElementsOf(expected));
			assertThat(context.getBean(Listening.class).threads).containsOnly("discovery-events");
			List<DiscoveryEvent> listed = context.getBean(DiscoveryEventsEndpoint.class)
				.events("inventory", null, null)
				.events();
			assertThat(listed).containsExactlyInAnyOrderElementsOf(heard)
				.isSortedAccordingTo(Comparator.comparing(DiscoveryEvent::sequence).reversed());
			assertThat(heard.get(6).detail()).isEqualTo("for 90.0 s: bad build (by hand)");
		});
		registry.release();
	}

	@Test
	void tellsEachEventOnceWhereAChildContextIsConfiguredToo() {
		this.runner.run((parent) -> this.runner.withParent(parent).run((child) -> {
			EventLog log = parent.getBean(EventLog.class);
			assertThat(child.getBean(EventLog.class)).isSameAs(log);
			log.record(Type.STALE, "orders", null, "no answer");
			log.record(Type.RECOVERED, "orders", null, "an answer");
			List<DiscoveryEvent> heard = parent.getBean(Listening.class).heard;
			Patience.await().until(() -> heard.stream().anyMatch((event) -> event.type() == Type.RECOVERED));
			assertThat(heard).extracting(DiscoveryEvent::type).containsExactly(Type.STALE, Type.RECOVERED);
		}));
	}

	private static void fail(Balancer balancer, Instance instance) {
		for (Candidate candidate : balancer.pool("inventory").candidates()) {
			for (int i = 0; i < 10 && candidate.instance().equals(instance); i++) {
				candidate.stats().end(candidate.stats().begin(), Outcome.FAILURE);
			}
		}
	}

	private static Instance instance(int port) {
		return Instance.builder("inventory", "127.0.0.1", port).build();
	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		final List<DiscoveryEvent> heard = new CopyOnWriteArrayList<>();

		final List<String> threads = new CopyOnWriteArrayList<>();

		@EventListener
		void on(DiscoveryEvent event) {
			this.threads.add(Thread.currentThread().getName());
			this.heard.add(event);
		}

	}

}
