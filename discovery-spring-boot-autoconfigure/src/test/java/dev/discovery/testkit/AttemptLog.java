package dev.discovery.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.testkit.CallReport.Attempt;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;

/**
 * Remembers every attempt that the load balancer tells of, with its time.
 */
final class AttemptLog implements LoadBalancerLifecycle<Object, Object, ServiceInstance> {

	/** A request's attempts come one after the other. */
	private final Map<Request<Object>, Attempt> open = new IdentityHashMap<>();

	private final List<Attempt> ended = new ArrayList<>();

	@Override
	public void onStart(Request<Object> request) {
	}

	@Override
	public synchronized void onStartRequest(Request<Object> request, Response<ServiceInstance> response) {
		this.open.put(request, new Attempt(response.getServer().getInstanceId(), Instant.now(), null, null));
	}

	@Override
	public synchronized void onComplete(CompletionContext<Object, ServiceInstance, Object> context) {
		Attempt begun = this.open.remove(context.getLoadBalancerRequest());
		if (begun != null) {
			this.ended.add(new Attempt(begun.instance(), begun.begun(), Instant.now(), text(context.getThrowable())));
		}
	}

	private static @Nullable String text(@Nullable Throwable failure) {
		return (failure != null) ? failure.toString() : null;
	}

	synchronized List<Attempt> attempts() {
		List<Attempt> all = new ArrayList<>(this.ended);
		all.addAll(this.open.values());
		return all;
	}

	/** Those under way stay. */
	synchronized void clear() {
		this.ended.clear();
	}

}
