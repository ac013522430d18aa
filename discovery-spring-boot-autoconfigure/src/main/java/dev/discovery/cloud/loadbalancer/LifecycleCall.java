package dev.discovery.cloud.loadbalancer;

import java.util.function.Function;

import dev.discovery.balancing.CallObservation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.CompletionContext.Status;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;

/**
 * Tells {@link LoadBalancerLifecycle} beans of one call: {@code onStart} once, then
 * {@code onStartRequest} and {@code onComplete} for each attempt; where there is nobody
 * to call, {@code onComplete} with {@code DISCARD}. Tells the call's observation the
 * same. Used by one thread at a time.
 */
@SuppressWarnings({ "rawtypes", "unchecked" })
final class LifecycleCall {

	private static final Log logger = LogFactory.getLog(LifecycleCall.class);

	/** The common case: nobody listens, so nothing is built. */
	static final LifecycleCall UNHEARD = new LifecycleCall(CallObservation.NONE);

	private final LoadBalancerLifecycle[] lifecycles;

	private final Request request;

	private final Function<Object, Object> toClientResponse;

	private final CallObservation observation;

	private @Nullable DefaultResponse chosen;

	LifecycleCall(CallObservation observation, LoadBalancerLifecycle[] lifecycles, Request<?> request,
			Function<Object, Object> toClientResponse) {
		this.observation = observation;
		this.lifecycles = lifecycles;
		this.request = request;
		this.toClientResponse = toClientResponse;
	}

	private LifecycleCall(CallObservation observation) {
		this(observation, new LoadBalancerLifecycle[0], new DefaultRequest<>(), Function.identity());
	}

	/**
	 * A call of which no bean wants to hear.
	 */
	static LifecycleCall without(CallObservation observation) {
		return (observation == CallObservation.NONE) ? UNHEARD : new LifecycleCall(observation);
	}

	CallObservation observation() {
		return this.observation;
	}

	void started() {
		for (LoadBalancerLifecycle lifecycle : this.lifecycles) {
			lifecycle.onStart(this.request);
		}
	}

	void sent(ServiceInstance instance) {
		this.observation.attempted(instance);
		if (this.lifecycles.length == 0) {
			return;
		}
		DefaultResponse response = new DefaultResponse(instance);
		this.chosen = response;
		for (LoadBalancerLifecycle lifecycle : this.lifecycles) {
			lifecycle.onStartRequest(this.request, response);
		}
	}

	void answered(@Nullable Object response, int status) {
		this.observation.answered(status);
		if (this.lifecycles.length != 0) {
			Object seen = (response != null) ? this.toClientResponse.apply(response) : null;
			complete(new CompletionContext(Status.SUCCESS, this.request, this.chosen, seen));
		}
	}

	void failed(Throwable failure) {
		this.observation.failed(failure);
		if (this.lifecycles.length != 0) {
			complete(new CompletionContext(Status.FAILED, failure, this.request, this.chosen));
		}
	}

	void discarded(RuntimeException why) {
		this.observation.refused(why);
		if (this.lifecycles.length != 0) {
			complete(new CompletionContext(Status.DISCARD, this.request, new EmptyResponse()));
		}
	}

	private void complete(CompletionContext context) {
		for (LoadBalancerLifecycle lifecycle : this.lifecycles) {
			try {
				lifecycle.onComplete(context);
			}
			catch (RuntimeException ex) {
				// it must not cost the caller a response that is already there
				logger.warn("A load balancer lifecycle failed", ex);
			}
		}
	}

}
