package dev.discovery.cloud.loadbalancer;

import java.util.Objects;
import java.util.stream.Stream;

import dev.discovery.balancing.CallObservation;
import dev.discovery.testkit.Patience;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.registry.HttpServiceProxyRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The observations of every kind of client, as an application gets them.
 */
class ObservedApplicationTests {

	private static EchoServer server;

	private static LiveBackend backend;

	private static ConfigurableApplicationContext context;

	private TestObservationRegistry registry;

	private ObservationLog log;

	@BeforeAll
	static void start() {
		server = new EchoServer();
		backend = new LiveBackend().with("shaky", server.port(), EchoServer.closedPort());
		context = CallApplication.run(ObservedApplication.class, backend, "discovery.registration.enabled=false",
				"discovery.observations.calls=always", "discovery.load-balancer.policy=round-robin",
				"spring.http.serviceclient.reactive-shaky.base-url=lb://shaky");
	}

	@AfterAll
	static void stop() {
		context.close();
		server.close();
	}

	@BeforeEach
	void clear() {
		this.registry = context.getBean(TestObservationRegistry.class);
		this.log = context.getBean(ObservationLog.class);
		this.registry.clear();
		this.log.clear();
		backend.with("shaky", server.port(), EchoServer.closedPort());
	}

	@ParameterizedTest
	@EnumSource
	void liesBetweenTheCallerAndWhatItsAttemptsDo(ClientKind client) {
		Observation caller = Observation.start("http.server.requests", this.registry);
		for (int i = 0; i < 2; i++) {
			// at least one of them has a second attempt
			assertThat(get(client, caller)).isEqualTo("GET " + server.port());
		}
		Patience.await().untilAsserted(() -> assertThat(this.log.stopped("http.client.requests")).hasSize(2));
		assertThat(this.log.stopped("discovery.calls")).hasSize(2)
			.allSatisfy((call) -> assertThat(ancestors(call)).containsExactly("http.client.requests",
					"http.server.requests"))
			.allSatisfy(
					(call) -> assertThat(call.getLowCardinalityKeyValue("outcome").getValue()).isEqualTo("success"));
		assertThat(this.log.events()).hasSizeGreaterThanOrEqualTo(4)
			.anyMatch((event) -> event.startsWith("attempt 1 at localhost:"))
			.anyMatch((event) -> event.startsWith("attempt 1: "))
			.contains("attempt 2 at localhost:" + server.port());
	}

	@ParameterizedTest
	@EnumSource
	void endsBeforeTheObservationAroundIt(ClientKind client) {
		client.get(context, "shaky");
		Patience.await().untilAsserted(() -> assertThat(this.log.stopped()).hasSize(2));
		assertThat(this.log.stopped()).extracting(Observation.Context::getName)
			.containsExactly("discovery.calls", "http.client.requests");
	}

	@Test
	void becomesATimerWithTheSameTags() {
		ClientKind.REST_CLIENT.get(context, "shaky");
		MeterRegistry meters = context.getBean(MeterRegistry.class);
		assertThat(meters.get("discovery.calls")
			.tags("backend", "in-memory", "service", "shaky", "outcome", "success")
			.timer()).satisfies((timer) -> assertThat(timer.count()).isPositive());
		assertThat(meters.get("discovery.calls.attempt").tags("service", "shaky").counter().count()).isPositive();
		assertThat(meters.getMeters()).extracting((meter) -> meter.getId().getName())
			.noneMatch((name) -> name.startsWith("discovery.registry.exchange"));
	}

	@Test
	void namesNoInstanceInAnyTag() {
		ClientKind.REST_CLIENT.get(context, "shaky");
		assertThat(context.getBean(MeterRegistry.class).getMeters()).map(Meter::getId)
			.filteredOn((id) -> id.getName().startsWith("discovery."))
			.isNotEmpty()
			.allSatisfy((id) -> assertThat(id.getTags()).noneMatch((tag) -> tag.getValue().contains("localhost")));
	}

	private static String get(ClientKind client, Observation caller) {
		return switch (client) {
			case WEB_CLIENT -> context.getBean(WebClient.Builder.class)
				.build()
				.get()
				.uri("http://shaky/hello")
				.retrieve()
				.bodyToMono(String.class)
				.contextWrite((reactive) -> reactive.put(CallObservation.CONTEXT_KEY, caller))
				.block();
			case REACTIVE_HTTP_INTERFACE -> context.getBean(HttpServiceProxyRegistry.class)
				.getClient("reactive-shaky", CallApplication.ReactiveApi.class)
				.get()
				.contextWrite((reactive) -> reactive.put(CallObservation.CONTEXT_KEY, caller))
				.block();
			default -> caller.scoped(() -> client.get(context, "shaky"));
		};
	}

	private static Stream<String> ancestors(Observation.ContextView of) {
		return Stream
			.iterate(of.getParentObservation(), Objects::nonNull,
					(ObservationView parent) -> parent.getContextView().getParentObservation())
			.map((parent) -> parent.getContextView().getName());
	}

}
