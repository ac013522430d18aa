package dev.discovery.autoconfigure;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who gets a call.
 *
 * @param enabled Whether load-balanced clients go through this starter.
 * @param policy How one of the fit instances is chosen: the name of a built-in policy or
 * of a Policy bean.
 * @param services What differs for one service, by its id.
 */
@ConfigurationProperties("discovery.load-balancer")
public record LoadBalancerProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("least-request") String policy, @DefaultValue Map<String, Service> services) {

	/**
	 * What differs for one service.
	 *
	 * @param policy How one of its fit instances is chosen; the general one if not set.
	 */
	public record Service(@Nullable String policy) {
	}

}
