package dev.discovery.cloud.loadbalancer;

import dev.discovery.cloud.carry.CarriedHeaders;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * Gives reactive calls the headers that they carry on, before anybody decides where they
 * go.
 */
final class ReactiveCarriage {

	private ReactiveCarriage() {
	}

	/**
	 * What the Reactor context carries, or else the thread that subscribes.
	 */
	static ClientRequest load(ClientRequest request, ContextView context) {
		CarriedHeaders inContext = context.<CarriedHeaders>getOrDefault(CarriedHeaders.KEY, null);
		CarriedHeaders carried = (inContext != null) ? inContext : CarriedHeaders.current();
		return (carried != null && carried.isMissingIn(request.headers()))
				? ClientRequest.from(request).headers(carried::addTo).build() : request;
	}

}
