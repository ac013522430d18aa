package dev.discovery.autoconfigure.consul;

import java.util.Map;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Tells who comes from Spring Cloud Consul which properties nobody reads any more: an
 * application that was registered under another name, or not at all, would be otherwise
 * from one day to the next.
 */
final class SpringCloudConsul {

	private static final Log logger = LogFactory.getLog(SpringCloudConsul.class);

	private static final String PREFIX = "spring.cloud.consul.discovery";

	private static final Bindable<Map<String, String>> NAMES = Bindable.mapOf(String.class, String.class);

	private SpringCloudConsul() {
	}

	static void warn(Environment environment) {
		Map<String, String> found = Binder.get(environment).bind(PREFIX, NAMES).orElse(Map.of());
		if (!found.isEmpty()) {
			// an element of a list is bound by its number
			String names = found.keySet()
				.stream()
				.map((name) -> PREFIX + "." + name.replaceFirst("\\.\\d+$", ""))
				.sorted()
				.distinct()
				.collect(Collectors.joining(", "));
			logger.warn(names + ": not read by this starter. What to write in place of each is in the migration guide,"
					+ " from-spring-cloud-consul.md");
		}
	}

}
