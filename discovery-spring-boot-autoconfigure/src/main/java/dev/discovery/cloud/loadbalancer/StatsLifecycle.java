package dev.discovery.cloud.loadbalancer;

import dev.discovery.balancing.Balancer;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.ResponseData;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Counts the calls of those who only choose here and make the call themselves, so that
 * their calls say as much about an instance as ours: Spring Cloud Gateway, OpenFeign,
 * Spring Cloud's own retries. Our own clients count for themselves, and leave this bean
 * out.
 * <p>
 * Each call is known by its request object, which all of them pass to begin and end.
 * Where reactive ones are cancelled, {@link OpenCalls} end. Safe for use by several
 * threads.
 */
public final class StatsLifecycle implements LoadBalancerLifecycle<Object, Object, ServiceInstance> {

	private static final boolean MVC = ClassUtils.isPresent("org.springframework.web.servlet.function.ServerResponse",
			StatsLifecycle.class.getClassLoader());

	private static final int NO_STATUS = 0;

	private final WeakCalls calls = new WeakCalls();

	private final Balancer balancer;

	/**
	 * Creates the bean.
	 * @param balancer knows the instances
	 */
	public StatsLifecycle(Balancer balancer) {
		this.balancer = balancer;
	}

	@Override
	public void onStart(Request<Object> request) {
		// nobody is chosen yet
	}

	@Override
	public void onStartRequest(Request<Object> request, Response<ServiceInstance> response) {
		ServiceInstance instance = response.getServer();
		ForeignCall call = (instance != null) ? ForeignCall.begin(this.balancer, instance) : null;
		if (call == null) {
			return;
		}
		this.calls.put(request, call);
		if (response instanceof ChosenResponse chosen) {
			chosen.exchange().add(call);
		}
	}

	@Override
	public void onComplete(CompletionContext<Object, ServiceInstance, Object> context) {
		ForeignCall call = this.calls.remove(context.getLoadBalancerRequest());
		if (call == null) {
			return;
		}
		switch (context.status()) {
			case SUCCESS -> call.answered(status(context.getClientResponse()));
			case FAILED -> call.failed(context.getThrowable());
			case DISCARD -> call.cancelled();
		}
	}

	private static int status(@Nullable Object response) {
		if (response instanceof ResponseData data) {
			HttpStatusCode status = data.getHttpStatus();
			return (status != null) ? status.value() : NO_STATUS;
		}
		return (MVC && response != null) ? Mvc.status(response) : NO_STATUS;
	}

	/**
	 * Loaded only where Spring MVC is there.
	 */
	private static final class Mvc {

		static int status(Object response) {
			return (response instanceof ServerResponse server) ? server.statusCode().value() : NO_STATUS;
		}

	}

}
