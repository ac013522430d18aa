package dev.discovery.cloud.loadbalancer;

import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;

/**
 * The same under the name by which Spring Cloud LoadBalancer's users ask for it.
 */
final class BalancedReactorLoadBalancer extends BalancedReactiveLoadBalancer
		implements ReactorServiceInstanceLoadBalancer {

	BalancedReactorLoadBalancer(InstanceChooser chooser, String serviceId) {
		super(chooser, serviceId);
	}

}
