package dev.discovery.autoconfigure.loadbalancer;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationListener;

/**
 * Says which of the changed properties have no effect before the next start. Routes have
 * one at once, see {@link RoutingUpdates}; so have tokens in files and SSL bundles, which
 * aren't properties.
 */
final class ChangesForTheNextStart implements ApplicationListener<EnvironmentChangeEvent> {

	private static final Log logger = LogFactory.getLog(ChangesForTheNextStart.class);

	private static final String OURS = "discovery.";

	/** With a service behind it, which may stand in brackets. */
	private static final String APPLIED = "discovery.routes.services";

	@Override
	public void onApplicationEvent(EnvironmentChangeEvent event) {
		List<String> waiting = event.getKeys()
			.stream()
			.filter((key) -> key.startsWith(OURS) && !isApplied(key))
			.sorted()
			.toList();
		if (!waiting.isEmpty()) {
			logger
				.warn("Changed, but without effect until the application is restarted: " + String.join(", ", waiting));
		}
	}

	private static boolean isApplied(String key) {
		return key.startsWith(APPLIED + ".") || key.startsWith(APPLIED + "[");
	}

}
