package dev.discovery.cloud.loadbalancer;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.loadbalancer.HttpRequestLoadBalancerRequest;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequest;
import org.springframework.http.HttpHeaders;

/**
 * The headers as the caller set them. Request transformers write into the caller's own
 * headers, so a second attempt would carry what was meant for the first instance.
 */
final class OriginalHeaders {

	private static final OriginalHeaders NONE = new OriginalHeaders(null);

	private final @Nullable HttpHeaders live;

	private final HttpHeaders original;

	private OriginalHeaders(@Nullable HttpHeaders live) {
		this.live = live;
		this.original = (live != null) ? HttpHeaders.copyOf(live) : HttpHeaders.EMPTY;
	}

	static OriginalHeaders of(LoadBalancerRequest<?> request) {
		return (request instanceof HttpRequestLoadBalancerRequest<?> http)
				? new OriginalHeaders(http.getHttpRequest().getHeaders()) : NONE;
	}

	void restore() {
		if (this.live != null && !this.live.equals(this.original)) {
			this.live.clear();
			this.live.putAll(this.original);
		}
	}

}
