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
 * but these calls do: those that are open, since who gives one up tells nobody, and the
 * last that didn't go well. An instance that answered well is as good for the next call.
 * <p>
 * Travels in the Reactor context, under its class. Safe for use by several threads.
 */
final class OpenCalls implements PickContext {

	/** More than whoever retries goes to. */
	private static final int REMEMBERED = 32;

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
			if (!call.wentWell() && call.instance().equals(candidate.instance())) {
				return true;
			}
		}
		return false;
	}

	void add(ForeignCall call) {
		forget();
		this.calls.add(call);
		if (this.closed) {
			call.cancelled();
		}
	}

	/** Two that come at once may forget one more. */
	private void forget() {
		this.calls.removeIf(ForeignCall::wentWell);
		if (this.calls.stream().filter(ForeignCall::isOver).count() >= REMEMBERED) {
			this.calls.stream().filter(ForeignCall::isOver).findFirst().ifPresent(this.calls::remove);
		}
	}

	/**
	 * How many calls are known.
	 */
	int size() {
		return this.calls.size();
	}

	private void close() {
		this.closed = true;
		this.calls.forEach(ForeignCall::cancelled);
	}

}
