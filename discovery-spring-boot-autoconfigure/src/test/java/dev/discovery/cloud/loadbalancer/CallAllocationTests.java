package dev.discovery.cloud.loadbalancer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.List;

import com.sun.management.ThreadMXBean;
import dev.discovery.balancing.CallObservation;
import dev.discovery.balancing.CallObserver;
import dev.discovery.observe.observation.ObservedCalls;
import dev.discovery.testkit.Alone;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.cloud.client.loadbalancer.LoadBalancerInterceptor;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a load-balanced call makes for the garbage collector, Spring Cloud's own part
 * included.
 */
@Alone
class CallAllocationTests {

	private static final int CALLS = 100_000;

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final ClientHttpResponse response = new MockClientHttpResponse(new byte[0], HttpStatus.OK);

	private final ClientHttpRequestInterceptor interceptor;

	private int calls;

	CallAllocationTests() {
		Fixture fixture = new Fixture(false);
		fixture.backend.with("orders", 81, 82, 83);
		this.interceptor = new LoadBalancerInterceptor(
				new BalancedLoadBalancerClient(fixture.chooser, fixture.factory, false));
	}

	@Test
	void aCallAddsHalfAKilobyteAtMost() {
		MockClientHttpRequest request = request("http://orders/hello");
		assertThat(bytesPerCall(request)).isLessThanOrEqualTo(500);
	}

	@Test
	void aCallOfAnotherUriAddsThatUri() {
		MockClientHttpRequest[] requests = { request("http://orders/hello/1"), request("http://orders/hello/2") };
		assertThat(bytesPerCall(requests)).isLessThanOrEqualTo(1_000);
	}

	@Test
	void observationsThatNobodyHandlesAddNothing() {
		CallObserver observer = new ObservedCalls(ObservationRegistry.create(), "live", null);
		observe(observer, 2 * CALLS);
		long thread = Thread.currentThread().getId();
		long before = threads.getThreadAllocatedBytes(thread);
		observe(observer, CALLS);
		assertThat((threads.getThreadAllocatedBytes(thread) - before) / CALLS).isZero();
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

	private static MockClientHttpRequest request(String uri) {
		MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.GET, URI.create(uri));
		request.getHeaders().setAccept(List.of(MediaType.TEXT_PLAIN, MediaType.ALL));
		return request;
	}

	private long bytesPerCall(MockClientHttpRequest... requests) {
		run(2 * CALLS, requests);
		long thread = Thread.currentThread().getId();
		long before = threads.getThreadAllocatedBytes(thread);
		run(CALLS, requests);
		return (threads.getThreadAllocatedBytes(thread) - before) / CALLS;
	}

	private void run(int count, MockClientHttpRequest... requests) {
		for (int i = 0; i < count; i++) {
			try {
				this.interceptor.intercept(requests[i % requests.length], new byte[0], (request, body) -> {
					// Spring's clients ask twice
					this.calls += request.getURI().getPort() + request.getURI().getPort();
					return this.response;
				});
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		assertThat(this.calls).isNotZero();
	}

}
