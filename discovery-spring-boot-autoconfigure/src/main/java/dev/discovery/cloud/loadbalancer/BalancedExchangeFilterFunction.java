package dev.discovery.cloud.loadbalancer;

import java.net.URI;
import java.util.List;

import dev.discovery.balancing.CallObservation;
import dev.discovery.balancing.CallObserver;
import dev.discovery.model.Instance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.ResponseData;
import org.springframework.cloud.client.loadbalancer.reactive.LoadBalancerClientRequestTransformer;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerExchangeFilterFunction;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * What {@code @LoadBalanced} WebClients and reactive HTTP interfaces call: the balancer's
 * calls, never blocking. Is Spring Cloud's filter by type, because applications inject it
 * by type.
 * <p>
 * Where there is nobody to call, the response is 503 and says why. Safe for use by
 * several threads.
 */
public final class BalancedExchangeFilterFunction extends ReactorLoadBalancerExchangeFilterFunction {

	private static final Log logger = LogFactory.getLog(BalancedExchangeFilterFunction.class);

	private final InstanceChooser chooser;

	private final ReactiveLoadBalancer.Factory<ServiceInstance> factory;

	private final List<LoadBalancerClientRequestTransformer> transformers;

	private final ConfiguredServices configured;

	private final Lifecycles lifecycles;

	private final CallObserver observer;

	/**
	 * Creates a filter.
	 * @param chooser knows the balancer
	 * @param factory knows the lifecycle beans, the hints and the sticky sessions
	 * @param transformers change the request once its instance is known, in this order
	 * @param configured services that are left to Spring Cloud's own filter
	 */
	public BalancedExchangeFilterFunction(InstanceChooser chooser,
			ReactiveLoadBalancer.Factory<ServiceInstance> factory,
			List<LoadBalancerClientRequestTransformer> transformers, ConfiguredServices configured) {
		this(chooser, factory, transformers, configured, CallObserver.NONE);
	}

	/**
	 * Creates a filter whose calls are observed.
	 * @param chooser knows the balancer
	 * @param factory knows the lifecycle beans, the hints and the sticky sessions
	 * @param transformers change the request once its instance is known, in this order
	 * @param configured services that are left to Spring Cloud's own filter
	 * @param observer hears of each call
	 */
	public BalancedExchangeFilterFunction(InstanceChooser chooser,
			ReactiveLoadBalancer.Factory<ServiceInstance> factory,
			List<LoadBalancerClientRequestTransformer> transformers, ConfiguredServices configured,
			CallObserver observer) {
		super(factory, transformers);
		this.chooser = chooser;
		this.factory = factory;
		this.transformers = transformers;
		this.configured = configured;
		this.observer = observer;
		this.lifecycles = new Lifecycles(factory, RequestDataContext.class, ResponseData.class);
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		String serviceId = request.url().getHost();
		if (serviceId == null) {
			return withoutHost(request.url());
		}
		return Mono.deferContextual((context) -> {
			ClientRequest loaded = ReactiveCarriage.load(request, context);
			return this.configured.contains(serviceId) ? super.filter(loaded, next)
					: new ReactiveExchange(this, serviceId, loaded, next, parent(context)).run();
		});
	}

	private static @Nullable Object parent(ContextView context) {
		return context.<Object>getOrDefault(CallObservation.CONTEXT_KEY, null);
	}

	private static Mono<ClientResponse> withoutHost(URI url) {
		String message = "Request URI does not contain a valid hostname: " + withoutSecrets(url);
		String authority = url.getRawAuthority();
		String hint = (authority != null)
				? ServiceIds.whyNoHost(authority.replaceFirst("^.*@", "").replaceFirst(":[0-9]*$", "")) : null;
		String text = (hint != null) ? message + ". " + hint : message;
		logger.warn(text);
		return Mono.just(ClientResponse.create(HttpStatus.BAD_REQUEST).body(text).build());
	}

	/** A user may have a password, and a query may have anything in it. */
	private static String withoutSecrets(URI url) {
		return url.toString().replaceFirst("\\?.*", "").replaceFirst("^([^/]*//)[^/]*@", "$1");
	}

	InstanceChooser chooser() {
		return this.chooser;
	}

	/**
	 * The request as it goes to an instance.
	 */
	ClientRequest route(String serviceId, ClientRequest request, Instance instance) {
		ClientRequest.Builder builder = ClientRequest.from(request)
			.url(InstanceUris.reconstruct(instance, request.url()));
		String cookie = StickyCookie.name(this.factory, serviceId);
		if (cookie != null) {
			// one that came with the request may be that of another instance
			builder.cookies((cookies) -> cookies.set(cookie, instance.getInstanceId()));
		}
		ClientRequest routed = builder.build();
		for (LoadBalancerClientRequestTransformer transformer : this.transformers) {
			routed = transformer.transformRequest(routed, instance);
		}
		return routed;
	}

	/**
	 * Who is told of a call, which begins.
	 */
	LifecycleCall lifecycle(String serviceId, ClientRequest request, @Nullable Object parent) {
		LoadBalancerLifecycle<?, ?, ?>[] beans = this.lifecycles.of(serviceId);
		if (beans.length == 0) {
			return LifecycleCall.without(this.observer.begin(serviceId, parent));
		}
		RequestData data = new RequestData(request);
		DefaultRequest<RequestDataContext> told = new DefaultRequest<>(
				new RequestDataContext(data, this.lifecycles.hint(serviceId)));
		return new LifecycleCall(this.observer.begin(serviceId, parent), beans, told,
				(response) -> new ResponseData((ClientResponse) response, data));
	}

}
