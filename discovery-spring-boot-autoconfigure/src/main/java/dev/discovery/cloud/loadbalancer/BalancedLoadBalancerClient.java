package dev.discovery.cloud.loadbalancer;

import java.io.IOException;
import java.net.URI;
import java.util.Set;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.Call;
import dev.discovery.balancing.CallObservation;
import dev.discovery.balancing.CallObserver;
import dev.discovery.balancing.NoInstanceException;
import dev.discovery.balancing.Pool;
import dev.discovery.balancing.policy.RequestView;
import dev.discovery.time.Pause;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.HttpRequestLoadBalancerRequest;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequest;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.http.HttpMethod;

/**
 * Spring Cloud's blocking client over the balancer: what {@code @LoadBalanced}
 * RestTemplate, RestClient and HTTP interfaces call.
 * <p>
 * A request that was never sent goes to another instance, whatever its method; one that
 * broke off or was answered with 502, 503 or 504 only if its method may be repeated (RFC
 * 9110, 9.2.2); an answer that is thrown away is closed. Where there is nobody to call,
 * {@link NoInstanceException} says why; where the registry has never answered, a
 * {@link dev.discovery.directory.NoAnswerException} does. Safe for use by several
 * threads.
 */
public final class BalancedLoadBalancerClient implements LoadBalancerClient {

	private static final Set<HttpMethod> IDEMPOTENT = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS,
			HttpMethod.TRACE, HttpMethod.PUT, HttpMethod.DELETE);

	private final InstanceChooser chooser;

	private final Balancer balancer;

	private final BlockingLifecycles lifecycles;

	private final boolean once;

	private final Pause pause;

	/**
	 * Creates a client.
	 * @param chooser chooses for those who make the call themselves
	 * @param factory knows the lifecycle beans and the hints
	 * @param once whether somebody else does the retries, so that a call is one attempt
	 */
	public BalancedLoadBalancerClient(InstanceChooser chooser, ReactiveLoadBalancer.Factory<ServiceInstance> factory,
			boolean once) {
		this(chooser, factory, once, CallObserver.NONE);
	}

	/**
	 * Creates a client whose calls are observed.
	 * @param chooser chooses for those who make the call themselves
	 * @param factory knows the lifecycle beans and the hints
	 * @param once whether somebody else does the retries, so that a call is one attempt
	 * @param observer hears of each call
	 */
	public BalancedLoadBalancerClient(InstanceChooser chooser, ReactiveLoadBalancer.Factory<ServiceInstance> factory,
			boolean once, CallObserver observer) {
		this(chooser, factory, once, observer, Pause.sleeping());
	}

	BalancedLoadBalancerClient(InstanceChooser chooser, ReactiveLoadBalancer.Factory<ServiceInstance> factory,
			boolean once, Pause pause) {
		this(chooser, factory, once, CallObserver.NONE, pause);
	}

	private BalancedLoadBalancerClient(InstanceChooser chooser, ReactiveLoadBalancer.Factory<ServiceInstance> factory,
			boolean once, CallObserver observer, Pause pause) {
		this.chooser = chooser;
		this.balancer = chooser.balancer();
		this.lifecycles = new BlockingLifecycles(factory, observer);
		this.once = once;
		this.pause = pause;
	}

	/**
	 * Whether a method may be sent twice.
	 * @param method the method
	 * @return whether the second time changes nothing
	 */
	static boolean isIdempotent(HttpMethod method) {
		return IDEMPOTENT.contains(method);
	}

	@Override
	@SuppressWarnings("NullAway") // null where the request's own answer is
	public <T> T execute(String serviceId, LoadBalancerRequest<T> request) throws IOException {
		Carriage.load(request);
		LifecycleCall lifecycle = this.lifecycles.call(serviceId, request);
		try (CallObservation.Scope scope = lifecycle.observation().open()) {
			lifecycle.started();
			Call call = call(serviceId, request, lifecycle);
			return new BlockingExchange<>(request, lifecycle).run(call, this.pause);
		}
		finally {
			lifecycle.observation().ended();
		}
	}

	private Call call(String serviceId, LoadBalancerRequest<?> request, LifecycleCall lifecycle) {
		try {
			RequestView view = HttpView.of(request);
			Pool pool = this.balancer.pool(serviceId, view);
			return this.once ? this.balancer.callOnce(pool, view)
					: this.balancer.call(pool, view, isIdempotent(request));
		}
		catch (IllegalStateException ex) {
			lifecycle.discarded(ex);
			throw ex;
		}
	}

	private static boolean isIdempotent(LoadBalancerRequest<?> request) {
		return request instanceof HttpRequestLoadBalancerRequest<?> http
				&& isIdempotent(http.getHttpRequest().getMethod());
	}

	/**
	 * One attempt at an instance that somebody else has chosen: Spring Cloud's retry
	 * interceptor does so.
	 */
	@Override
	@SuppressWarnings("NullAway") // null where the request's own answer is
	public <T> T execute(String serviceId, ServiceInstance instance, LoadBalancerRequest<T> request)
			throws IOException {
		if (instance == null) {
			throw new IllegalArgumentException("No instance of '" + serviceId + "' was chosen");
		}
		Carriage.load(request);
		Choice choice = Choice.find(this.balancer.known(serviceId), instance);
		if (choice == null) {
			// where a route has led to another service
			choice = Choice.find(this.balancer.known(instance.getServiceId()), instance);
		}
		LifecycleCall lifecycle = this.lifecycles.attempt(serviceId, request);
		try (CallObservation.Scope scope = lifecycle.observation().open()) {
			Call call = null;
			if (choice != null) {
				call = this.balancer.callOnce(choice.pool(), HttpView.of(request));
				call.begin(choice.candidate());
			}
			return new BlockingExchange<>(request, lifecycle).once(call, instance);
		}
		finally {
			lifecycle.observation().ended();
		}
	}

	@Override
	@SuppressWarnings("NullAway") // the contract says so in words only
	public @Nullable ServiceInstance choose(String serviceId) {
		return this.chooser.choose(serviceId, null);
	}

	@Override
	@SuppressWarnings("NullAway") // the contract says so in words only
	public <T> @Nullable ServiceInstance choose(String serviceId, Request<T> request) {
		return this.chooser.choose(serviceId, request);
	}

	@Override
	public URI reconstructURI(ServiceInstance instance, URI original) {
		return InstanceUris.reconstruct(instance, original);
	}

}
