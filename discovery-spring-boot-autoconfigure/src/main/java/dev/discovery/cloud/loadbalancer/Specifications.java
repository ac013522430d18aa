package dev.discovery.cloud.loadbalancer;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClientSpecification;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Tells what the user configured from what merely comes with Spring Cloud. Safe for use
 * by several threads.
 */
final class Specifications {

	private static final String SPRING_CLOUD = "org.springframework.cloud.";

	private static final String PROPERTIES = "spring.cloud.loadbalancer.";

	private static final String DEFAULT = "default";

	/** Names may come from outside, and must not fill the memory. */
	private static final int MAX_REMEMBERED = 10_000;

	private final Map<String, Boolean> known = new ConcurrentHashMap<>();

	private final LoadBalancerClientFactory factory;

	Specifications(LoadBalancerClientFactory factory) {
		this.factory = factory;
	}

	void changed() {
		this.known.clear();
	}

	boolean contains(String serviceId) {
		Boolean remembered = this.known.get(serviceId);
		if (remembered != null) {
			return remembered;
		}
		boolean configured = find(serviceId);
		if (this.known.size() < MAX_REMEMBERED) {
			this.known.put(serviceId, configured);
		}
		return configured;
	}

	private boolean find(String serviceId) {
		Map<String, LoadBalancerClientSpecification> specifications = this.factory.getConfigurations();
		return specifications.containsKey(serviceId)
				|| specifications.entrySet()
					.stream()
					.anyMatch((entry) -> entry.getKey().startsWith(DEFAULT + ".") && isUsers(entry.getValue()))
				|| isConfiguredByProperty(serviceId);
	}

	private static boolean isUsers(LoadBalancerClientSpecification specification) {
		return Arrays.stream(specification.getConfiguration())
			.anyMatch((type) -> !type.getName().startsWith(SPRING_CLOUD));
	}

	private boolean isConfiguredByProperty(String serviceId) {
		ApplicationContext parent = this.factory.getParent();
		if (parent == null) {
			return false;
		}
		Environment environment = parent.getEnvironment();
		String general = environment.getProperty(PROPERTIES + "configurations", DEFAULT);
		String own = environment.getProperty(PROPERTIES + "clients." + serviceId + ".configurations", general);
		return !own.equalsIgnoreCase(DEFAULT);
	}

}
