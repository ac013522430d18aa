package dev.discovery.cloud.loadbalancer;

import java.util.ArrayList;
import java.util.List;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.HintRequestContext;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;

/**
 * Remembers what it is told, in order: {@code start}, {@code send} and the status.
 */
final class RecordingLifecycle implements LoadBalancerLifecycle<Object, Object, ServiceInstance> {

	private final List<String> events = new ArrayList<>();

	private final List<String> hints = new ArrayList<>();

	private boolean failing;

	private final List<CompletionContext<Object, ServiceInstance, Object>> completions = new ArrayList<>();

	@Override
	public synchronized void onStart(Request<Object> request) {
		this.events.add("start");
		if (request.getContext() instanceof HintRequestContext context) {
			this.hints.add(context.getHint());
		}
	}

	@Override
	public synchronized void onStartRequest(Request<Object> request, Response<ServiceInstance> response) {
		this.events.add("send");
	}

	@Override
	public synchronized void onComplete(CompletionContext<Object, ServiceInstance, Object> context) {
		this.events.add(context.status().name());
		this.completions.add(context);
		if (this.failing) {
			throw new IllegalStateException("scripted");
		}
	}

	synchronized void failOnComplete() {
		this.failing = true;
	}

	synchronized List<String> events() {
		return List.copyOf(this.events);
	}

	synchronized List<String> hints() {
		return List.copyOf(this.hints);
	}

	synchronized List<CompletionContext<Object, ServiceInstance, Object>> completions() {
		return List.copyOf(this.completions);
	}

	synchronized void clear() {
		this.events.clear();
		this.hints.clear();
		this.completions.clear();
	}

}
