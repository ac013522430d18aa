package dev.discovery.cloud.loadbalancer;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * Knows whether somebody has begun to read the body of a request. Nobody can tell a
 * publisher that can be read again from one that can't, so that a request whose body was
 * begun can't be sent again.
 */
final class BodyUse {

	private volatile boolean begun;

	/**
	 * The same request, watched.
	 */
	ClientRequest watch(ClientRequest request) {
		if (request.body() == BodyInserters.<Object>empty()) {
			return request;
		}
		return ClientRequest.from(request)
			.body((message, context) -> request.body().insert(new Watched(message), context))
			.build();
	}

	/**
	 * Whether what was sent, or a part of it, is gone.
	 */
	boolean begun() {
		return this.begun;
	}

	private final class Watched extends ClientHttpRequestDecorator {

		Watched(ClientHttpRequest delegate) {
			super(delegate);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return super.writeWith(watched(body));
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return super.writeAndFlushWith(watched(body));
		}

		/** One of one element stays one: clients send its length. */
		private <T> Publisher<? extends T> watched(Publisher<? extends T> body) {
			return (body instanceof Mono<? extends T> one) ? one.doOnSubscribe((subscription) -> begin())
					: Flux.from(body).doOnSubscribe((subscription) -> begin());
		}

		private void begin() {
			BodyUse.this.begun = true;
		}

	}

}
