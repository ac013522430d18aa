package dev.discovery.cloud.loadbalancer;

import dev.discovery.balancing.CallObservation;
import dev.discovery.balancing.CallObserver;
import dev.discovery.observe.observation.ObservedCalls;
import dev.discovery.testkit.Apart;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.http.client.MockClientHttpRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a load-balanced call makes for the garbage collector, Spring Cloud's own part
 * included.
 */
@Apart
class CallAllocationTests {

	private final Fixture fixture = new Fixture(false);

	private int calls;

	private CallAllocation allocation() {
		this.fixture.backend.with("orders", 81, 82, 83);
		return new CallAllocation(new BalancedLoadBalancerClient(this.fixture.chooser, this.fixture.factory, false));
	}

	@Test
	void aCallAddsHalfAKilobyteAtMost() {
		MockClientHttpRequest request = CallAllocation.request("http://orders/hello");
		assertThat(allocation().bytesPerCall(request)).isLessThanOrEqualTo(500);
	}

	@Test
	void aCallOfAnotherUriAddsThatUri() {
		MockClientHttpRequest[] requests = { CallAllocation.request("http://orders/hello/1"),
				CallAllocation.request("http://orders/hello/2") };
		assertThat(allocation().bytesPerCall(requests)).isLessThanOrEqualTo(1_000);
	}

	/** As Spring Boot makes it: its observation registry has a handler for meters. */
	@Test
	void aCallAddsNoMoreBesideActuator() {
		LiveBackend backend = new LiveBackend().with("orders", 81, 82, 83);
		try (ConfigurableApplicationContext context = CallApplication.run(Plain.class, backend,
				"discovery.registration.enabled=false")) {
			assertThat(context.getBean(ObservationRegistry.class).isNoop()).isFalse();
			CallAllocation allocation = new CallAllocation(context.getBean(LoadBalancerClient.class));
			assertThat(allocation.bytesPerCall(CallAllocation.request("http://orders/hello"))).isLessThanOrEqualTo(500);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.find("discovery.calls").timer()).isNull();
			assertThat(meters.get("discovery.attempts").tags("outcome", "success").functionCounter().count())
				.isGreaterThanOrEqualTo(CallAllocation.CALLS);
		}
	}

	@Test
	void observationsThatNobodyHandlesAddNothing() {
		CallObserver observer = new ObservedCalls(ObservationRegistry.create(), "live", null);
		observe(observer, 2 * CallAllocation.CALLS);
		long before = CallAllocation.bytes();
		observe(observer, CallAllocation.CALLS);
		assertThat((CallAllocation.bytes() - before) / CallAllocation.CALLS).isZero();
	}

	/** As the client does for each call. */
	private void observe(CallObserver observer, int count) {
		for (int i = 0; i < count; i++) {
			CallObservation observation = observer.begin("orders", null);
			LifecycleCall lifecycle = LifecycleCall.without(observation);
			try (CallObservation.Scope scope = lifecycle.observation().open()) {
				observation.answered(this.calls++);
			}
			observation.ended();
		}
	}

	/**
	 * An application that does nothing but call.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

}
