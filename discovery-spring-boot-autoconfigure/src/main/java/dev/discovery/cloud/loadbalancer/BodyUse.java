package dev.discovery.cloud.loadbalancer;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * Knows whether the body of a request can be sent again: nobody has begun to read it, or
 * it is a plain value. Nobody can tell a publisher that can be read again from one that
 * can't.
 */
final class BodyUse {

	private volatile boolean begun;

	private volatile boolean value;

	/**
	 * The same request, watched.
	 */
	ClientRequest watch(ClientRequest request) {
		if (request.body() == BodyInserters.<Object>empty()) {
			return request;
		}
		return ClientRequest.from(request)
			.body((message, context) -> request.body().insert(new Watched(message), new WatchedContext(context)))
			.build();
	}

	/**
	 * Whether what was sent, or a part of it, is gone.
	 */
	boolean spent() {
		return this.begun && !this.value;
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

	/**
	 * Sees what is written before it is bytes.
	 */
	private final class WatchedContext implements BodyInserter.Context {

		private final BodyInserter.Context delegate;

		WatchedContext(BodyInserter.Context delegate) {
			this.delegate = delegate;
		}

		@Override
		public List<HttpMessageWriter<?>> messageWriters() {
			List<HttpMessageWriter<?>> writers = this.delegate.messageWriters();
			return new AbstractList<>() {

				@Override
				public HttpMessageWriter<?> get(int index) {
					return new WatchedWriter<>(writers.get(index), (written) -> BodyUse.this.value = written);
				}

				@Override
				public int size() {
					return writers.size();
				}

			};
		}

		@Override
		public Optional<ServerHttpRequest> serverRequest() {
			return this.delegate.serverRequest();
		}

		@Override
		public Map<String, Object> hints() {
			return this.delegate.hints();
		}

	}

}
