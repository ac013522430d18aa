package dev.discovery.cloud.loadbalancer;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.Call;
import dev.discovery.balancing.Pool;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * An attempt that somebody else makes at an instance they chose here. Whoever comes first
 * ends it, on any thread.
 */
final class ForeignCall {

	private final AtomicBoolean open = new AtomicBoolean(true);

	private final Call call;

	private final String authority;

	private ForeignCall(Call call, String authority) {
		this.call = call;
		this.authority = authority;
	}

	/**
	 * Begins one.
	 * @param balancer knows the instances
	 * @param instance where it goes
	 * @return the call, counted as in flight from now on; null if the instance is none of
	 * ours
	 */
	static @Nullable ForeignCall begin(Balancer balancer, ServiceInstance instance) {
		Pool pool = balancer.known(instance.getServiceId());
		Candidate candidate = (pool != null) ? find(pool, instance) : null;
		if (pool == null || candidate == null) {
			return null;
		}
		Call call = balancer.callOnce(pool);
		call.begin(candidate);
		return new ForeignCall(call, candidate.instance().getAuthority());
	}

	/** Gateway MVC wraps it, and the wrapper has no id. */
	private static @Nullable Candidate find(Pool pool, ServiceInstance instance) {
		Candidate found = pool.find(instance);
		if (found == null && !(instance instanceof Instance)) {
			for (Candidate candidate : pool.candidates()) {
				if (candidate.instance().getPort() == instance.getPort()
						&& candidate.instance().getHost().equals(instance.getHost())) {
					return candidate;
				}
			}
		}
		return found;
	}

	void answered(int status) {
		if (this.open.compareAndSet(true, false)) {
			this.call.answered(status, true);
		}
	}

	void failed(@Nullable Throwable failure) {
		if (this.open.compareAndSet(true, false)) {
			Throwable own = (failure != null) ? OwnFailures.of(failure, this.authority) : new CancellationException();
			this.call.failed(own, true);
		}
	}

	void cancelled() {
		if (this.open.compareAndSet(true, false)) {
			this.call.cancelled();
		}
	}

}
