package dev.discovery.cloud.loadbalancer;

import java.io.IOException;

import dev.discovery.balancing.CallObserver;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.DefaultRequestContext;
import org.springframework.cloud.client.loadbalancer.HttpRequestLoadBalancerRequest;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequest;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequestAdapter;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.ResponseData;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.http.client.ClientHttpResponse;

/**
 * What lifecycle beans are told of blocking calls: the same objects as from Spring Cloud
 * LoadBalancer.
 */
@SuppressWarnings("rawtypes")
final class BlockingLifecycles {

	private final Lifecycles lifecycles;

	private final CallObserver observer;

	BlockingLifecycles(ReactiveLoadBalancer.Factory<ServiceInstance> factory, CallObserver observer) {
		this.observer = observer;
		this.lifecycles = new Lifecycles(factory, DefaultRequestContext.class, Object.class);
	}

	/**
	 * A call that begins with a choice.
	 * @param serviceId the service
	 * @param request the call
	 * @return tells of it
	 */
	LifecycleCall call(String serviceId, LoadBalancerRequest<?> request) {
		LoadBalancerLifecycle[] beans = this.lifecycles.of(serviceId);
		if (beans.length == 0) {
			return LifecycleCall.without(this.observer.begin(serviceId, null));
		}
		String hint = this.lifecycles.hint(serviceId);
		return tell(serviceId, beans, new LoadBalancerRequestAdapter<>(request, context(request, hint)));
	}

	/**
	 * An attempt at an instance that was chosen already.
	 * @param serviceId the service
	 * @param request the attempt
	 * @return tells of it
	 */
	LifecycleCall attempt(String serviceId, LoadBalancerRequest<?> request) {
		LoadBalancerLifecycle[] beans = this.lifecycles.of(serviceId);
		if (beans.length == 0) {
			return LifecycleCall.without(this.observer.begin(serviceId, null));
		}
		return tell(serviceId, beans, (request instanceof Request<?> known) ? known : new DefaultRequest<>());
	}

	private LifecycleCall tell(String serviceId, LoadBalancerLifecycle[] beans, Request<?> request) {
		return new LifecycleCall(this.observer.begin(serviceId, null), beans, request,
				BlockingLifecycles::clientResponse);
	}

	private static DefaultRequestContext context(LoadBalancerRequest<?> request, String hint) {
		if (request instanceof HttpRequestLoadBalancerRequest<?> http) {
			return new RequestDataContext(new RequestData(http.getHttpRequest()), hint);
		}
		return new DefaultRequestContext(request, hint);
	}

	@SuppressWarnings("NullAway") // there is no other way to leave the request out
	private static Object clientResponse(Object response) {
		if (response instanceof ClientHttpResponse http) {
			try {
				return new ResponseData(http, null);
			}
			catch (IOException ex) {
				// then they see the response itself
			}
		}
		return response;
	}

}
