package dev.discovery.cloud.loadbalancer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.List;

import com.sun.management.ThreadMXBean;

import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
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
 * What the calls of a load-balanced client make for the garbage collector, whose answers
 * come from memory.
 */
final class CallAllocation {

	static final int CALLS = 100_000;

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final ClientHttpResponse response = new MockClientHttpResponse(new byte[0], HttpStatus.OK);

	private final ClientHttpRequestInterceptor interceptor;

	private int calls;

	CallAllocation(LoadBalancerClient client) {
		this.interceptor = new LoadBalancerInterceptor(client);
	}

	static MockClientHttpRequest request(String uri) {
		MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.GET, URI.create(uri));
		request.getHeaders().setAccept(List.of(MediaType.TEXT_PLAIN, MediaType.ALL));
		return request;
	}

	/**
	 * What this thread allocates.
	 * @return so many bytes so far
	 */
	static long bytes() {
		return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
	}

	/**
	 * What a call allocates when many have been made.
	 * @param requests those that are called in turn
	 * @return bytes per call
	 */
	long bytesPerCall(MockClientHttpRequest... requests) {
		run(2 * CALLS, requests);
		long before = bytes();
		run(CALLS, requests);
		return (bytes() - before) / CALLS;
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
