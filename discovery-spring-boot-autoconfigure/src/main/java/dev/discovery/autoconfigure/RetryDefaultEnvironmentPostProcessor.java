package dev.discovery.autoconfigure;

import java.util.Map;
import java.util.stream.Stream;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps a transitive spring-retry from taking the balancer's retries away: Spring Cloud
 * switches to its own retry interceptor as soon as that library is there, unless a
 * property says no. It says so here, at the lowest precedence, so that whoever sets it
 * has the last word.
 */
final class RetryDefaultEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	static final String PROPERTY = "spring.cloud.loadbalancer.retry.enabled";

	private static final String SOURCE = "discoveryLoadBalancerDefaults";

	@Override
	public int getOrder() {
		// after the configuration files, which may switch discovery off
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		boolean enabled = Stream
			.of("discovery.enabled", "discovery.load-balancer.enabled", "spring.cloud.discovery.enabled",
					"spring.cloud.loadbalancer.enabled")
			.allMatch((name) -> environment.getProperty(name, Boolean.class, true));
		// where it is set at all: an application's default properties stand even behind
		// the last
		if (enabled && !environment.containsProperty(PROPERTY)) {
			environment.getPropertySources().addLast(new MapPropertySource(SOURCE, Map.of(PROPERTY, "false")));
		}
	}

}
