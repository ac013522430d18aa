package dev.discovery.cloud.loadbalancer;

import java.io.IOException;
import java.net.URI;
import java.util.Set;

import dev.discovery.balancing.Balancer;
import dev.discovery.balancing.Call;
import dev.discovery.balancing.NoInstanceException;
import dev.discovery.balancing.Pool;
import dev.discovery.balancing.policy.Candidate;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.HttpRequestLoadBalancerRequest;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequest;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Spring Cloud's blocking client over the balancer: what {@code @LoadBalanced}
 * RestTemplate, RestClient and HTTP interfaces call.
 * <p>
 * A request that was never sent goes to one other instance, whatever its method; one that
 * broke off only if its method may be repeated (RFC 9110, 9.2.2). Where there is nobody
 * to call, {@link NoInstanceException} says why; where the registry has never answered, a
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

	/**
	 * Creates a client.
	 * @param chooser chooses for those who make the call themselves
	 * @param factory knows the lifecycle beans and the hints
	 * @param once whether somebody else does the retries, so that a call is one attempt
	 */
	public BalancedLoadBalancerClient(InstanceChooser chooser, ReactiveLoadBalancer.Factory<ServiceInstance> factory,
			boolean once) {
		this.chooser = chooser;
		this.balancer = chooser.balancer();
		this.lifecycles = new BlockingLifecycles(factory);
		this.once = once;
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
	public <T> T execute(String serviceId, LoadBalancerRequest<T> request) throws IOException {
		LifecycleCall lifecycle = this.lifecycles.call(serviceId, request);
		lifecycle.started();
		Call call = call(serviceId, request, lifecycle);
		OriginalHeaders headers = OriginalHeaders.of(request);
		Exception before = null;
		while (true) {
			Candidate candidate = begin(call, lifecycle);
			try {
				return send(call, candidate.instance(), request, lifecycle);
			}
			catch (AttemptFailedException ex) {
				if (!call.failed(ex.failure())) {
					throw ex.rethrow(before);
				}
				before = ex.failure();
				headers.restore();
			}
			finally {
				call.cancelled();
			}
		}
	}

	private Call call(String serviceId, LoadBalancerRequest<?> request, LifecycleCall lifecycle) {
		try {
			Pool pool = this.balancer.pool(serviceId);
			return this.once ? this.balancer.callOnce(pool) : this.balancer.call(pool, isIdempotent(request));
		}
		catch (IllegalStateException ex) {
			lifecycle.discarded();
			throw ex;
		}
	}

	private static boolean isIdempotent(LoadBalancerRequest<?> request) {
		return request instanceof HttpRequestLoadBalancerRequest<?> http
				&& isIdempotent(http.getHttpRequest().getMethod());
	}

	private static Candidate begin(Call call, LifecycleCall lifecycle) {
		try {
			return call.begin();
		}
		catch (NoInstanceException ex) {
			lifecycle.discarded();
			throw ex;
		}
	}

	/**
	 * One attempt at an instance that somebody else has chosen: Spring Cloud's retry
	 * interceptor does so.
	 */
	@Override
	public <T> T execute(String serviceId, ServiceInstance instance, LoadBalancerRequest<T> request)
			throws IOException {
		if (instance == null) {
			throw new IllegalArgumentException("No instance of '" + serviceId + "' was chosen");
		}
		LifecycleCall lifecycle = this.lifecycles.attempt(serviceId, request);
		Pool pool = this.balancer.known(serviceId);
		Candidate candidate = (pool != null) ? pool.find(instance) : null;
		Call call = (pool != null && candidate != null) ? this.balancer.callOnce(pool) : null;
		try {
			if (call != null && candidate != null) {
				call.begin(candidate);
			}
			return send(call, instance, request, lifecycle);
		}
		catch (AttemptFailedException ex) {
			if (call != null) {
				call.failed(ex.failure());
			}
			throw ex.rethrow(null);
		}
		finally {
			if (call != null) {
				call.cancelled();
			}
		}
	}

	private <T> T send(@Nullable Call call, ServiceInstance instance, LoadBalancerRequest<T> request,
			LifecycleCall lifecycle) throws AttemptFailedException {
		lifecycle.sent(instance);
		T response = null;
		try {
			response = request.apply(instance);
			if (call != null) {
				call.succeeded(isServerError(response));
			}
		}
		catch (Exception ex) {
			close(response);
			lifecycle.failed(ex);
			throw new AttemptFailedException(ex);
		}
		lifecycle.answered(response);
		return response;
	}

	private static boolean isServerError(@Nullable Object response) throws IOException {
		return response instanceof ClientHttpResponse http && http.getStatusCode().is5xxServerError();
	}

	private static void close(@Nullable Object response) {
		if (response instanceof ClientHttpResponse http) {
			http.close();
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
