package dev.discovery.autoconfigure.probe;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How this application asks the instances that it calls whether they are well.
 */
@ConfigurationProperties(HealthCheckProperties.NAME)
public class HealthCheckProperties {

	static final String NAME = "discovery.health-check";

	/**
	 * Whether instances are asked. Costs a request per instance and interval, from each
	 * client.
	 */
	private boolean enabled;

	/**
	 * How an instance is asked.
	 */
	private Type type = Type.HTTP;

	/**
	 * Where an instance is asked whose metadata says neither 'health-path' nor where its
	 * actuator is (type 'http').
	 */
	private String path = "/actuator/health";

	/**
	 * How long from one answer of an instance to the next question.
	 */
	private Duration interval = Duration.ofSeconds(30);

	/**
	 * How long an instance has for its whole answer.
	 */
	private Duration timeout = Duration.ofSeconds(5);

	/**
	 * How many failures in a row make an instance unhealthy.
	 */
	private int failureThreshold = 2;

	/**
	 * How many successes in a row make an unhealthy instance healthy again.
	 */
	private int successThreshold = 1;

	/**
	 * How many instances are asked at once at most, over all services.
	 */
	private int parallelism = 16;

	private final Ssl ssl = new Ssl();

	/**
	 * What differs for one service, by its id.
	 */
	private Map<String, ServiceHealthCheckProperties> services = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Type getType() {
		return this.type;
	}

	public void setType(Type type) {
		this.type = type;
	}

	public String getPath() {
		return this.path;
	}

	public void setPath(String path) {
		this.path = path;
	}

	public Duration getInterval() {
		return this.interval;
	}

	public void setInterval(Duration interval) {
		this.interval = interval;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public int getFailureThreshold() {
		return this.failureThreshold;
	}

	public void setFailureThreshold(int failureThreshold) {
		this.failureThreshold = failureThreshold;
	}

	public int getSuccessThreshold() {
		return this.successThreshold;
	}

	public void setSuccessThreshold(int successThreshold) {
		this.successThreshold = successThreshold;
	}

	public int getParallelism() {
		return this.parallelism;
	}

	public void setParallelism(int parallelism) {
		this.parallelism = parallelism;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public Map<String, ServiceHealthCheckProperties> getServices() {
		return this.services;
	}

	public void setServices(Map<String, ServiceHealthCheckProperties> services) {
		this.services = services;
	}

	boolean isAnyEnabled() {
		return this.enabled
				|| this.services.values().stream().anyMatch((service) -> Boolean.TRUE.equals(service.getEnabled()));
	}

	/**
	 * How an instance is asked.
	 */
	public enum Type {

		/** Over HTTP; 2xx is healthy. */
		HTTP,

		/** By a connection to its port. */
		TCP

	}

	/**
	 * TLS to instances.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle with the certificates for asking secure instances.
		 * Defaults to the JVM's own.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

}
