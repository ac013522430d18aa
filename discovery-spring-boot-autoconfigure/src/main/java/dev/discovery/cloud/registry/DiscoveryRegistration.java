package dev.discovery.cloud.registry;

import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * This application as others find it: one bean for the whole life of the context, which
 * can be injected before the port is known.
 * <p>
 * Until the servers have started, {@link #getPort()} is 0, and {@link #getHost()},
 * {@link #getUri()} and {@link #getInstanceId()} throw an {@link IllegalStateException}
 * that says so, unless they are configured. The metadata may be added to until the
 * application registers; from then on it is immutable.
 * <p>
 * Safe for use by several threads.
 */
public final class DiscoveryRegistration implements Registration {

	private final RegistrationSettings settings;

	private final InstantSource clock;

	private final Map<String, String> metadata;

	private volatile Health health = Health.STARTING;

	private volatile @Nullable Place place;

	private volatile @Nullable Instance instance;

	/**
	 * Creates the registration.
	 * @param settings what was configured
	 * @param clock the time of day, for the stamp of registration
	 */
	public DiscoveryRegistration(RegistrationSettings settings, InstantSource clock) {
		this.settings = settings;
		this.clock = clock;
		this.metadata = new ConcurrentHashMap<>(settings.metadata());
	}

	/**
	 * Says where the application is, once its servers have started.
	 * @param host the host under which others reach it
	 * @param port the port
	 * @param contributed metadata below what was configured
	 */
	void settle(String host, int port, Map<String, String> contributed) {
		Place settled = new Place(host, port, Map.copyOf(contributed));
		describe(settled);
		this.instance = null;
		this.place = settled;
	}

	/**
	 * Fixes what is registered, with the stamp of this moment.
	 * @return the instance
	 */
	Instance seal() {
		Place settled = this.place;
		if (settled == null) {
			throw notKnownYet("address");
		}
		this.metadata.put(Instance.REGISTERED_AT, Long.toString(this.clock.millis()));
		Instance sealed = describe(settled);
		this.instance = sealed;
		return sealed;
	}

	/**
	 * What was registered last, or is about to be.
	 * @return the instance, or null if the application never registered
	 */
	@Nullable Instance sealed() {
		return this.instance;
	}

	/**
	 * How the application says it does.
	 * @return the health, {@link Health#STARTING} until it accepts traffic
	 */
	Health health() {
		return this.health;
	}

	void health(Health health) {
		this.health = health;
	}

	private Instance describe(Place settled) {
		Map<String, @Nullable String> all = new LinkedHashMap<>(settled.contributed());
		all.putAll(this.metadata);
		return Instance.builder(getServiceId(), settled.host(), settled.port())
			.instanceId(this.settings.instanceId())
			.secure(this.settings.secure())
			.metadata(all)
			.locality(this.settings.locality())
			.build();
	}

	private Instance known(String what) {
		Instance sealed = this.instance;
		if (sealed != null) {
			return sealed;
		}
		Place known = (this.place != null) ? this.place : configured();
		if (known == null) {
			throw notKnownYet(what);
		}
		return describe(known);
	}

	private @Nullable Place configured() {
		String host = this.settings.host();
		Integer port = this.settings.port();
		return (host != null && port != null) ? new Place(host, port, Map.of()) : null;
	}

	private IllegalStateException notKnownYet(String what) {
		return new IllegalStateException("The " + what + " of this application's registration isn't known yet: "
				+ "it is from InstancePreRegisteredEvent on, when the web server has its port; "
				+ "without a web server it never is, unless discovery.registration.port is set");
	}

	@Override
	public String getServiceId() {
		String serviceId = this.settings.serviceId();
		if (serviceId == null) {
			throw new IllegalStateException("This application has no service id: set spring.application.name");
		}
		return serviceId;
	}

	@Override
	public String getInstanceId() {
		String configured = this.settings.instanceId();
		return (configured != null) ? configured : known("instance id").getInstanceId();
	}

	@Override
	public String getHost() {
		String configured = this.settings.host();
		return (configured != null && this.place == null) ? configured : known("host").getHost();
	}

	@Override
	public int getPort() {
		Place settled = this.place;
		Integer configured = this.settings.port();
		if (settled != null) {
			return settled.port();
		}
		return (configured != null) ? configured : 0;
	}

	@Override
	public boolean isSecure() {
		return this.settings.secure();
	}

	@Override
	public String getScheme() {
		return isSecure() ? "https" : "http";
	}

	@Override
	public URI getUri() {
		return known("URI").getUri();
	}

	@Override
	public Map<String, String> getMetadata() {
		Instance sealed = this.instance;
		return (sealed != null) ? sealed.getMetadata() : this.metadata;
	}

	@Override
	public String toString() {
		Instance sealed = this.instance;
		return (sealed != null) ? sealed.toString() : this.settings.serviceId() + " (not registered yet)";
	}

	private record Place(String host, int port, Map<String, String> contributed) {
	}

}
