package dev.discovery.cloud.loadbalancer;

import dev.discovery.time.Scheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.ResponseData;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.ClassUtils;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Counts the calls of those who only choose here and make the call themselves, so that
 * their calls say as much about an instance as ours: Spring Cloud Gateway, OpenFeign,
 * Spring Cloud's own retries. Our own clients count for themselves, and leave this bean
 * out.
 * <p>
 * Each call is known by its request object, which all of them pass to choose, begin and
 * end; a WebSocket is no call. Where reactive ones are cancelled, {@link OpenCalls} end.
 * Safe for use by several threads.
 */
public final class StatsLifecycle implements LoadBalancerLifecycle<Object, Object, ServiceInstance> {

	private static final boolean MVC = ClassUtils.isPresent("org.springframework.web.servlet.function.ServerResponse",
			StatsLifecycle.class.getClassLoader());

	private static final int NO_STATUS = 0;

	private static final String WEB_SOCKET = "websocket";

	private final InstanceChooser chooser;

	private final WeakRequests<ForeignCall> calls;

	/**
	 * Creates the bean.
	 * @param chooser knows who was chosen
	 * @param scheduler where calls are ended whose end nobody tells
	 */
	public StatsLifecycle(InstanceChooser chooser, Scheduler scheduler) {
		this.chooser = chooser;
		this.calls = new WeakRequests<>(scheduler, ForeignCall::cancelled);
	}

	@Override
	public void onStart(Request<Object> request) {
		// nobody is chosen yet
	}

	@Override
	public void onStartRequest(Request<Object> request, Response<ServiceInstance> response) {
		ServiceInstance instance = response.getServer();
		Choice choice = (instance != null) ? this.chooser.chosen(request, instance) : null;
		if (choice == null || isWebSocket(request)) {
			return;
		}
		ForeignCall call = ForeignCall.begin(this.chooser.balancer(), choice);
		this.calls.put(request, call);
		if (response instanceof ChosenResponse chosen) {
			chosen.exchange().add(call);
		}
	}

	/**
	 * It is open for hours without an answer, and would look like an instance that hangs.
	 */
	private static boolean isWebSocket(Request<?> request) {
		if (!(request.getContext() instanceof RequestDataContext context)) {
			return false;
		}
		RequestData data = context.getClientRequest();
		HttpHeaders headers = (data != null) ? data.getHeaders() : null;
		return headers != null && WEB_SOCKET.equalsIgnoreCase(headers.getFirst(HttpHeaders.UPGRADE));
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
