package dev.discovery.cloud.loadbalancer;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.Call;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that somebody else makes at an instance they chose here. Whoever comes first
 * ends it, on any thread.
 */
final class ForeignCall {

	private static final int ERROR = 400;

	private final AtomicBoolean open = new AtomicBoolean(true);

	private final Call call;

	private final Instance instance;

	private volatile boolean well;

	private ForeignCall(Call call, Instance instance) {
		this.call = call;
		this.instance = instance;
	}

	/**
	 * Begins one.
	 * @param balancer counts
	 * @param choice where it goes, counted as in flight from now on
	 * @return the call
	 */
	static ForeignCall begin(Balancer balancer, Choice choice) {
		Call call = balancer.callOnce(choice.pool(), RequestView.NONE);
		call.begin(choice.candidate());
		return new ForeignCall(call, choice.candidate().instance());
	}

	/** Where it went. */
	Instance instance() {
		return this.instance;
	}

	/** Whether it is over. */
	boolean isOver() {
		return !this.open.get();
	}

	/** Whether it was answered, and not with an error. */
	boolean wentWell() {
		return this.well;
	}

	void answered(int status) {
		if (this.open.compareAndSet(true, false)) {
			this.well = status < ERROR;
			this.call.answered(status, true);
		}
	}

	void failed(@Nullable Throwable failure) {
		if (this.open.compareAndSet(true, false)) {
			if (failure == null) {
				this.call.failed(new CancellationException(), true);
				return;
			}
			// whoever asked must not wait here
			ConnectFailure connect = ConnectFailure.at(OwnFailures.of(failure, this.instance.getAuthority()),
					this.instance);
			ConnectFailure.Origin told = connect.origin();
			connect.end((told != null) ? told : ConnectFailure.Origin.INSTANCE, this.call, true);
		}
	}

	void cancelled() {
		if (this.open.compareAndSet(true, false)) {
			this.call.cancelled();
		}
	}

}
