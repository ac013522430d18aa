package dev.discovery.cloud.loadbalancer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.discovery.balancing.Balancer;
import dev.discovery.testkit.Patience;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Every kind of client, in one cell of the matrix: the build runs this class once for
 * each combination of spring-cloud-loadbalancer and spring-retry being absent or present,
 * and says which in system properties.
 */
class CallMatrixTests {

	private static final Map<String, String> LIBRARIES = Map.of("discovery.matrix.loadbalancer",
			"org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory", "discovery.matrix.retry",
			"org.springframework.retry.support.RetryTemplate");

	private static EchoServer first;

	private static EchoServer second;

	private static LiveBackend backend;

	private static ConfigurableApplicationContext context;

	private RecordingLifecycle lifecycle;

	@BeforeAll
	static void start() {
		first = new EchoServer();
		second = new EchoServer();
		backend = new LiveBackend().with("inventory", first.port(), second.port())
			.with("shaky", first.port(), EchoServer.closedPort());
		context = CallApplication.run(CallApplication.class, backend, "spring.cloud.loadbalancer.hint.inventory=blue",
				"spring.http.serviceclient.reactive-inventory.base-url=lb://inventory",
				"spring.http.serviceclient.reactive-shaky.base-url=lb://shaky",
				"spring.http.serviceclient.reactive-nobody.base-url=lb://nobody",
				// the first call of a client loads code, on a busy machine for a second
				"discovery.load-balancer.outlier.hung.enabled=false");
	}

	@AfterAll
	static void stop() {
		context.close();
		first.close();
		second.close();
	}

	@BeforeEach
	void clear() {
		this.lifecycle = context.getBean(RecordingLifecycle.class);
		this.lifecycle.clear();
		first.requests().clear();
		second.requests().clear();
		// whoever refused the calls of another client was ejected
		backend.with("shaky", first.port(), EchoServer.closedPort());
	}

	@AfterEach
	void leavesNothingInFlight() {
		Balancer balancer = context.getBean(Balancer.class);
		Patience.await()
			.untilAsserted(() -> assertThat(List.of("inventory", "shaky"))
				.flatExtracting((id) -> balancer.explain(id).instances())
				.allSatisfy((report) -> assertThat(Objects.requireNonNull(report.stats()).inFlight()).isZero()));
	}

	@Test
	void runsWithTheLibrariesOfItsCell() {
		LIBRARIES.forEach((property, type) -> {
			String expected = System.getProperty(property, "present");
			assertThat(expected).isIn("present", "absent");
			assertThat(ClassUtils.isPresent(type, null)).as(type).isEqualTo(expected.equals("present"));
		});
	}

	@ParameterizedTest
	@EnumSource
	void spreadsCallsOverAllInstances(ClientKind client) {
		Map<String, Integer> answers = new HashMap<>();
		for (int i = 0; i < 10; i++) {
			answers.merge(client.get(context, "inventory"), 1, Integer::sum);
		}
		assertThat(answers).containsOnly(Map.entry("GET " + first.port(), 5), Map.entry("GET " + second.port(), 5));
	}

	@ParameterizedTest
	@EnumSource
	void failsNoCallWhenAnInstanceRefuses(ClientKind client) {
		for (int i = 0; i < 6; i++) {
			assertThat(client.get(context, "shaky")).isEqualTo("GET " + first.port());
			assertThat(client.post(context, "shaky", "body " + i)).isEqualTo("POST " + first.port() + " body " + i);
		}
		assertThat(first.requests()).hasSize(12);
		assertThat(this.lifecycle.events()).filteredOn("start"::equals).hasSize(12);
		assertThat(this.lifecycle.events()).filteredOn("SUCCESS"::equals).hasSize(12);
		int failed = Math.toIntExact(this.lifecycle.events().stream().filter("FAILED"::equals).count());
		assertThat(failed).isPositive();
		assertThat(this.lifecycle.events()).filteredOn("send"::equals).hasSize(12 + failed);
	}

	@ParameterizedTest
	@EnumSource
	void tellsLifecycleBeansWithTheHint(ClientKind client) {
		client.get(context, "inventory");
		assertThat(this.lifecycle.events()).containsExactly("start", "send", "SUCCESS");
		assertThat(this.lifecycle.hints()).containsExactly("blue");
	}

	@ParameterizedTest
	@EnumSource
	void appliesRequestTransformers(ClientKind client) {
		String answer = client.get(context, "inventory");
		EchoServer called = answer.endsWith(String.valueOf(first.port())) ? first : second;
		assertThat(called.requests()).singleElement()
			.satisfies((headers) -> assertThat(headers.getFirst(CallApplication.INSTANCE_HEADER))
				.isEqualTo("inventory-localhost-" + called.port()));
	}

	@ParameterizedTest
	@EnumSource
	void saysWhyThereIsNobodyToCall(ClientKind client) {
		assertThatException().isThrownBy(() -> client.get(context, "nobody"))
			.extracting(ClientKind.MESSAGE)
			.isEqualTo("No instance of 'nobody' can be called: the registry (live) knows none by that name");
		assertThat(this.lifecycle.events()).containsExactly("start", "DISCARD");
	}

}
