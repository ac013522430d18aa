package dev.discovery.cloud.loadbalancer;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Ends the calls of a Gateway exchange that was cancelled: Gateway itself tells nobody.
 */
public final class OpenCallsWebFilter implements WebFilter, Ordered {

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return OpenCalls.closedAfter(chain.filter(exchange));
	}

}
