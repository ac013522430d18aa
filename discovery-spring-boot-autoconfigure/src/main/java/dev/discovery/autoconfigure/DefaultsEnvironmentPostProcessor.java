package dev.discovery.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import dev.discovery.autoconfigure.balancing.LoadBalancerProperties;
import dev.discovery.autoconfigure.gossip.GossipBackendAutoConfiguration;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Changes two of Spring Cloud's defaults, at the lowest precedence, so that whoever sets
 * them has the last word.
 * <p>
 * A transitive spring-retry would take the balancer's retries away: Spring Cloud switches
 * to its own retry interceptor as soon as that library is there. And its health indicator
 * would list all services at each check, which asks the registry; without the list it
 * only reads memory.
 * <p>
 * And one of ScaleCube's, which logs each attempt to reach somebody who isn't there: what
 * it does is told once, by the gossip backend.
 */
final class DefaultsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String RETRY = LoadBalancerProperties.SPRING_CLOUD_RETRY;

	static final String SERVICES_QUERY = "spring.cloud.discovery.client.health-indicator.use-services-query";

	static final String GOSSIP_LOG = "logging.level.io.scalecube";

	private static final String SOURCE = "discoveryDefaults";

	@Override
	public int getOrder() {
		// after the configuration files, which may switch discovery off
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Map<String, Object> defaults = new LinkedHashMap<>();
		if (enabled(environment, "discovery.enabled", "spring.cloud.discovery.enabled")) {
			defaults.put(SERVICES_QUERY, "false");
			// where nobody logs so, the start needn't wait for a level to be applied
			if (ClassUtils.isPresent(GossipBackendAutoConfiguration.CLUSTER, application.getClassLoader())) {
				defaults.put(GOSSIP_LOG, "off");
			}
			if (enabled(environment, "discovery.load-balancer.enabled", "spring.cloud.loadbalancer.enabled")) {
				defaults.put(RETRY, "false");
			}
		}
		// where they aren't set at all: an application's default properties stand even
		// behind the last
		defaults.keySet().removeIf(environment::containsProperty);
		if (!defaults.isEmpty()) {
			environment.getPropertySources().addLast(new MapPropertySource(SOURCE, defaults));
		}
	}

	private static boolean enabled(ConfigurableEnvironment environment, String... switches) {
		return Stream.of(switches).allMatch((name) -> environment.getProperty(name, Boolean.class, true));
	}

}
