package dev.discovery.autoconfigure.consul;

import java.time.Duration;
import java.util.regex.Pattern;

import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.consul.ConsulRegistration.Check;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.jspecify.annotations.Nullable;

/**
 * How Consul learns whether this application is well.
 */
public class ConsulCheckProperties {

	private static final String PREFIX = "discovery.consul.registration.check.";

	private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);

	private static final Pattern PATH = Pattern.compile("/[^\\s#\\p{Cntrl}]*");

	/**
	 * Who looks: the application says so itself, the agent asks, or nobody does.
	 */
	private Type type = Type.TTL;

	/**
	 * How long the application's word lasts (type 'ttl').
	 */
	private Duration ttl = Duration.ofSeconds(30);

	/**
	 * How often the application says that it is well (type 'ttl'). Defaults to a third of
	 * 'ttl'.
	 */
	private @Nullable Duration heartbeat;

	/**
	 * What the agent asks for, on the management port (type 'http'). Defaults to the
	 * actuator's health endpoint.
	 */
	private @Nullable String path;

	/**
	 * How often the agent looks (types 'http' and 'tcp').
	 */
	private Duration interval = Duration.ofSeconds(10);

	/**
	 * How long the agent waits for an answer (types 'http' and 'tcp').
	 */
	private Duration timeout = Duration.ofSeconds(5);

	/**
	 * Whether the application's certificate must be one that the agent trusts (type
	 * 'http', over https).
	 */
	private boolean verifyTls = true;

	public Type getType() {
		return this.type;
	}

	public void setType(Type type) {
		this.type = type;
	}

	public Duration getTtl() {
		return this.ttl;
	}

	public void setTtl(Duration ttl) {
		this.ttl = ttl;
	}

	public @Nullable Duration getHeartbeat() {
		return this.heartbeat;
	}

	public void setHeartbeat(@Nullable Duration heartbeat) {
		this.heartbeat = heartbeat;
	}

	public @Nullable String getPath() {
		return this.path;
	}

	public void setPath(@Nullable String path) {
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

	public boolean isVerifyTls() {
		return this.verifyTls;
	}

	public void setVerifyTls(boolean verifyTls) {
		this.verifyTls = verifyTls;
	}

	Check toCheck() {
		return switch (this.type) {
			case TTL -> toTtl();
			case HTTP -> new Check.Http(checkedPath(), checkedInterval(), checkedTimeout(), this.verifyTls);
			case TCP -> new Check.Tcp(checkedInterval(), checkedTimeout());
			case NONE -> new Check.None();
		};
	}

	private Check toTtl() {
		PropertyRules.positive(PREFIX + "ttl", this.ttl);
		if (this.heartbeat == null) {
			return new Check.Ttl(this.ttl, this.ttl.dividedBy(3));
		}
		PropertyRules.positive(PREFIX + "heartbeat", this.heartbeat);
		if (this.heartbeat.compareTo(this.ttl) >= 0) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "heartbeat", this.heartbeat.toString(),
					"must be shorter than the ttl, which is " + this.ttl,
					"Set it to about a third of " + PREFIX + "ttl, or remove it.");
		}
		return new Check.Ttl(this.ttl, this.heartbeat);
	}

	private @Nullable String checkedPath() {
		String wanted = PropertyRules.textOrNull(this.path);
		if (wanted != null && !PATH.matcher(wanted).matches()) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "path", wanted, "is not the path of a URL",
					"Write it like /actuator/health, or remove it to use the health endpoint of the actuator.");
		}
		return wanted;
	}

	private Duration checkedInterval() {
		if (this.interval.compareTo(MIN_INTERVAL) < 0) {
			throw new InvalidDiscoveryPropertyException(PREFIX + "interval", this.interval.toString(),
					"must be at least 1s, since Consul doesn't look more often", "Write it like 10s.");
		}
		PropertyRules.countable(PREFIX + "interval", this.interval);
		return this.interval;
	}

	private Duration checkedTimeout() {
		PropertyRules.positive(PREFIX + "timeout", this.timeout);
		return this.timeout;
	}

	/**
	 * Who looks.
	 */
	public enum Type {

		/** The application says that it is well, again and again. */
		TTL,

		/** The agent asks over HTTP. */
		HTTP,

		/** The agent opens a connection. */
		TCP,

		/** Nobody: the application is well as long as its node is. */
		NONE

	}

}
