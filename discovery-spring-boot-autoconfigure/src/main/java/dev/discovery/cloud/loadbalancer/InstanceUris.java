package dev.discovery.cloud.loadbalancer;

import java.net.URI;

import dev.discovery.model.Instance;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerUriTools;

/**
 * Puts an instance in the place of a service id.
 */
final class InstanceUris {

	private InstanceUris() {
	}

	/**
	 * The URI at which the instance is called.
	 * @param instance who gets the call
	 * @param original a URI whose host is the service id
	 * @return the same URI with the instance's scheme, host and port; https and wss are
	 * never weakened
	 */
	static URI reconstruct(ServiceInstance instance, URI original) {
		return (instance instanceof Instance ours) ? ours.uriFor(original)
				: LoadBalancerUriTools.reconstructURI(instance, original);
	}

}
