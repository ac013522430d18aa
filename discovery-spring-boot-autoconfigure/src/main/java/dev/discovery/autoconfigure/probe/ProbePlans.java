package dev.discovery.autoconfigure.probe;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import dev.discovery.autoconfigure.probe.HealthCheckProperties.Type;
import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.fitness.probe.Probe;
import dev.discovery.fitness.probe.ProbePath;
import dev.discovery.fitness.probe.ProbePlan;
import dev.discovery.fitness.probe.Probes;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import dev.discovery.model.PropertyName;
import org.jspecify.annotations.Nullable;

/**
 * How the instances of each service are probed, as the properties say.
 */
final class ProbePlans implements Function<String, @Nullable ProbePlan> {

	private static final String PREFIX = HealthCheckProperties.NAME + ".";

	private static final int MAX_THRESHOLD = 100;

	private static final int MAX_PARALLELISM = 256;

	private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

	private final Map<String, @Nullable ProbePlan> ofService = new HashMap<>();

	private final @Nullable ProbePlan general;

	/**
	 * Makes the plans.
	 * @param properties what is configured, checked before
	 * @param probes makes the probes
	 */
	ProbePlans(HealthCheckProperties properties, Probes probes) {
		this.general = plan(properties, new ServiceHealthCheckProperties(), probes);
		properties.getServices()
			.forEach((serviceId, service) -> this.ofService.put(serviceId, plan(properties, service, probes)));
	}

	private static @Nullable ProbePlan plan(HealthCheckProperties properties, ServiceHealthCheckProperties service,
			Probes probes) {
		if (!or(service.getEnabled(), properties.isEnabled())) {
			return null;
		}
		Duration timeout = or(service.getTimeout(), properties.getTimeout());
		Probe probe = (or(service.getType(), properties.getType()) != Type.TCP)
				? probes.http(or(service.getPath(), properties.getPath()), timeout) : probes.tcp(timeout);
		return new ProbePlan(probe, or(service.getInterval(), properties.getInterval()),
				properties.getFailureThreshold(), properties.getSuccessThreshold());
	}

	private static <T> T or(@Nullable T own, T general) {
		return (own != null) ? own : general;
	}

	@Override
	public @Nullable ProbePlan apply(String serviceId) {
		return this.ofService.containsKey(serviceId) ? this.ofService.get(serviceId) : this.general;
	}

	/**
	 * Checks the properties, also those that nothing uses now.
	 * @param properties what is configured
	 */
	static void check(HealthCheckProperties properties) {
		check(PREFIX, properties.getPath(), properties.getInterval(), properties.getTimeout());
		threshold("failure-threshold", properties.getFailureThreshold());
		threshold("success-threshold", properties.getSuccessThreshold());
		PropertyRules.between(PREFIX + "parallelism", properties.getParallelism(), 1, MAX_PARALLELISM,
				"Use a whole number from 1 to " + MAX_PARALLELISM + ".");
		properties.getServices()
			.forEach((serviceId, service) -> check(PropertyName.of(PREFIX + "services", serviceId) + ".",
					or(service.getPath(), properties.getPath()), or(service.getInterval(), properties.getInterval()),
					or(service.getTimeout(), properties.getTimeout())));
	}

	private static void threshold(String name, int value) {
		PropertyRules.between(PREFIX + name, value, 1, MAX_THRESHOLD,
				"Use a whole number from 1 to " + MAX_THRESHOLD + ".");
	}

	private static void check(String prefix, String path, Duration interval, Duration timeout) {
		if (!ProbePath.isValid(path)) {
			throw new InvalidDiscoveryPropertyException(prefix + "path", path, "is not a plain absolute path",
					"Write it like /actuator/health: letters, digits, '-', '.', '_', '~' and single slashes.");
		}
		PropertyRules.atLeast(prefix + "interval", interval, MIN_INTERVAL,
				"Write it like 10s or 1m: shorter ones load the instances more than they tell.");
		PropertyRules.positive(prefix + "timeout", timeout);
	}

}
