package dev.discovery.autoconfigure.probe;

import java.time.Duration;

import dev.discovery.autoconfigure.probe.HealthCheckProperties.Type;
import org.jspecify.annotations.Nullable;

/**
 * How the instances of one service are asked, where that differs from all the others.
 */
public class ServiceHealthCheckProperties {

	/**
	 * Whether its instances are asked.
	 */
	private @Nullable Boolean enabled;

	/**
	 * How an instance is asked.
	 */
	private @Nullable Type type;

	/**
	 * Where an instance is asked whose metadata says neither 'health-path' nor where its
	 * actuator is (type 'http').
	 */
	private @Nullable String path;

	/**
	 * How long from one answer of an instance to the next question.
	 */
	private @Nullable Duration interval;

	/**
	 * How long an instance has for its whole answer.
	 */
	private @Nullable Duration timeout;

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable Type getType() {
		return this.type;
	}

	public void setType(@Nullable Type type) {
		this.type = type;
	}

	public @Nullable String getPath() {
		return this.path;
	}

	public void setPath(@Nullable String path) {
		this.path = path;
	}

	public @Nullable Duration getInterval() {
		return this.interval;
	}

	public void setInterval(@Nullable Duration interval) {
		this.interval = interval;
	}

	public @Nullable Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(@Nullable Duration timeout) {
		this.timeout = timeout;
	}

}
