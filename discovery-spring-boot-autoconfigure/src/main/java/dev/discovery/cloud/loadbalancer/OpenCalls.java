package dev.discovery.cloud.loadbalancer;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import reactor.core.publisher.Mono;

/**
 * The calls that others make in one reactive exchange. They tell when one is answered and
 * when it fails, but not when it is cancelled: what is open when the exchange is over was
 * cancelled. Who retries within the exchange doesn't say either where it has been before,
 * but these calls do.
 * <p>
 * Travels in the Reactor context, under its class. Safe for use by several threads.
 */
final class OpenCalls implements PickContext {

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

	@Override
	public boolean tried(Candidate candidate) {
		for (ForeignCall call : this.calls) {
			if (call.instance().equals(candidate.instance())) {
				return true;
			}
		}
		return false;
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
