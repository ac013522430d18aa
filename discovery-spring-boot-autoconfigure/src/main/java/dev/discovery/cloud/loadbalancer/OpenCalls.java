package dev.discovery.cloud.loadbalancer;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import reactor.core.publisher.Mono;

/**
 * The calls that others make in one reactive exchange. They tell when one is answered and
 * when it fails, but not when it is cancelled: what is open when the exchange is over was
 * cancelled.
 * <p>
 * Travels in the Reactor context, under its class. Safe for use by several threads.
 */
final class OpenCalls {

	private final Queue<ForeignCall> calls = new ConcurrentLinkedQueue<>();

	private volatile boolean closed;

	/**
	 * The same exchange, watched to its end.
	 */
	static <T> Mono<T> closedAfter(Mono<T> exchange) {
		return Mono.defer(() -> {
			OpenCalls open = new OpenCalls();
			return exchange.doFinally((signal) -> open.close())
				.contextWrite((context) -> context.put(OpenCalls.class, open));
		});
	}

	void add(ForeignCall call) {
		this.calls.add(call);
		if (this.closed) {
			call.cancelled();
		}
	}

	private void close() {
		this.closed = true;
		this.calls.forEach(ForeignCall::cancelled);
	}

}
