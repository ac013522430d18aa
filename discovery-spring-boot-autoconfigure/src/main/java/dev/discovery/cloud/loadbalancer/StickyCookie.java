package dev.discovery.cloud.loadbalancer;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerProperties;
import org.springframework.cloud.client.loadbalancer.LoadBalancerRequestTransformer;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.util.StringUtils;

/**
 * Tells the instance under which id it was chosen, in a cookie of the request, where
 * {@code spring.cloud.loadbalancer.sticky-session.add-service-instance-cookie} says so.
 * For blocking clients where spring-cloud-loadbalancer, which does the same, is absent.
 * <p>
 * Safe for use by several threads.
 */
public final class StickyCookie implements LoadBalancerRequestTransformer {

	private final ReactiveLoadBalancer.Factory<ServiceInstance> factory;

	/**
	 * Creates a transformer.
	 * @param factory knows the properties
	 */
	public StickyCookie(ReactiveLoadBalancer.Factory<ServiceInstance> factory) {
		this.factory = factory;
	}

	/**
	 * The cookie that a request to a service gets.
	 * @param factory knows the properties
	 * @param serviceId the service
	 * @return its name, or null if it gets none
	 */
	static @Nullable String name(ReactiveLoadBalancer.Factory<ServiceInstance> factory, String serviceId) {
		LoadBalancerProperties properties = factory.getProperties(serviceId);
		if (properties == null || !properties.getStickySession().isAddServiceInstanceCookie()) {
			return null;
		}
		String name = properties.getStickySession().getInstanceIdCookieName();
		return StringUtils.hasText(name) ? name : null;
	}

	@Override
	public HttpRequest transformRequest(HttpRequest request, @Nullable ServiceInstance instance) {
		String name = (instance != null) ? name(this.factory, instance.getServiceId()) : null;
		if (instance != null && name != null) {
			HttpHeaders headers = request.getHeaders();
			headers.put(HttpHeaders.COOKIE,
					with(name + "=" + instance.getInstanceId(), name, headers.getOrEmpty(HttpHeaders.COOKIE)));
		}
		return request;
	}

	/** One that came with the request may be that of another instance. */
	private static List<String> with(String cookie, String name, List<String> headers) {
		List<String> cookies = new ArrayList<>();
		for (String header : headers) {
			for (String pair : header.split(";")) {
				String stripped = pair.strip();
				if (!stripped.isEmpty() && !stripped.startsWith(name + "=")) {
					cookies.add(stripped);
				}
			}
		}
		cookies.add(cookie);
		return List.of(String.join("; ", cookies));
	}

}
