package dev.discovery.cloud.loadbalancer;

import java.net.URI;

import dev.discovery.model.Instance;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.LoadBalancerUriTools;

/**
 * Puts an instance in the place of a service id.
 * <p>
 * The authority was checked when the instance entered the model, so path, query and
 * fragment are taken over as they are, raw; nothing is decoded, encoded or built
 * component by component.
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
		if (!(instance instanceof Instance ours)) {
			return LoadBalancerUriTools.reconstructURI(instance, original);
		}
		StringBuilder uri = new StringBuilder(128);
		uri.append(scheme(ours, original.getScheme())).append("://");
		if (original.getRawUserInfo() != null) {
			uri.append(original.getRawUserInfo()).append('@');
		}
		uri.append(ours.getAuthority());
		if (original.getRawPath() != null) {
			uri.append(original.getRawPath());
		}
		if (original.getRawQuery() != null) {
			uri.append('?').append(original.getRawQuery());
		}
		if (original.getRawFragment() != null) {
			uri.append('#').append(original.getRawFragment());
		}
		return URI.create(uri.toString());
	}

	private static String scheme(Instance instance, String original) {
		boolean webSocket = "ws".equalsIgnoreCase(original) || "wss".equalsIgnoreCase(original);
		boolean secure = instance.isSecure() || "https".equalsIgnoreCase(original) || "wss".equalsIgnoreCase(original);
		if (webSocket) {
			return secure ? "wss" : "ws";
		}
		return secure ? "https" : "http";
	}

}
