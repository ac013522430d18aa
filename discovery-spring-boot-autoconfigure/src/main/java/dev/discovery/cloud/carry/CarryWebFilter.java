package dev.discovery.cloud.carry;

import java.util.List;

import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Remembers headers of a reactive exchange in its Reactor context.
 */
public final class CarryWebFilter implements WebFilter, Ordered {

	private final List<String> names;

	/**
	 * Creates a filter.
	 * @param names the headers
	 */
	public CarryWebFilter(List<String> names) {
		this.names = List.copyOf(names);
	}

	@Override
	public int getOrder() {
		return CarryOrder.FIRST;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		CarriedHeaders carried = CarriedHeaders.of(this.names, exchange.getRequest().getHeaders()::getOrEmpty);
		Mono<Void> handling = chain.filter(exchange);
		return (carried != null) ? handling.contextWrite((context) -> context.put(CarriedHeaders.KEY, carried))
				: handling;
	}

}
