package dev.discovery.autoconfigure.loadbalancer;

import java.util.Set;
import java.util.TreeSet;

import dev.discovery.autoconfigure.balancing.LoadBalancerProperties;
import dev.discovery.autoconfigure.cache.CacheProperties;
import dev.discovery.cloud.loadbalancer.ServiceIds;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Warns at startup of configured service ids that can't be called through a URI: at call
 * time all that shows is a missing host.
 */
final class ServiceIdHints implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(ServiceIdHints.class);

	private final Set<String> serviceIds = new TreeSet<>();

	ServiceIdHints(CacheProperties cache, LoadBalancerProperties loadBalancer) {
		this.serviceIds.addAll(cache.getPrewarm());
		this.serviceIds.addAll(loadBalancer.getServices().keySet());
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String serviceId : this.serviceIds) {
			String hint = ServiceIds.whyNoHost(serviceId);
			if (hint != null) {
				logger.warn(hint);
			}
		}
	}

}
