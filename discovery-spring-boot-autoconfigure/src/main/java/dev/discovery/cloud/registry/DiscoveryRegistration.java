package dev.discovery.cloud.registry;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * This application as others see it. One stable bean: it may be injected before the port
 * is known, and then says so instead of making something up.
 * <p>
 * Safe for use by several threads.
 */
public final class DiscoveryRegistration implements Registration {

	private final RegistrationSettings settings;

	private final Supplier<HostChoice> host;

	private volatile @Nullable HostChoice chosen;

	private volatile @Nullable Instance instance;

	/**
	 * Creates a registration whose port isn't known yet.
	 * @param settings as what to register
	 * @param host finds the host, when it is first needed
	 */
	public DiscoveryRegistration(RegistrationSettings settings, Supplier<HostChoice> host) {
		this.settings = settings;
		this.host = host;
	}

	/**
	 * Makes the registration complete.
	 * @param port the port under which this application can be reached
	 * @param more metadata that is known only now
	 * @return the instance to register
	 */
	Instance complete(int port, Map<String, String> more) {
		Map<String, @Nullable String> metadata = new LinkedHashMap<>(more);
		metadata.putAll(this.settings.metadata());
		Instance complete = Instance.builder(this.settings.serviceId(), getHost(), port)
			.instanceId(this.settings.instanceId())
			.secure(this.settings.secure())
			.metadata(metadata)
			.build();
		this.instance = complete;
		return complete;
	}

	/**
	 * As what this application registers.
	 * @return the settings
	 */
	public RegistrationSettings settings() {
		return this.settings;
	}

	/**
	 * The host and why it was chosen.
	 * @return the choice
	 */
	public HostChoice hostChoice() {
		HostChoice known = this.chosen;
		if (known == null) {
			known = this.host.get();
			this.chosen = known;
		}
		return known;
	}

	/**
	 * The complete instance.
	 * @return the instance, or null while the port isn't known
	 */
	public @Nullable Instance instance() {
		return this.instance;
	}

	@Override
	public String getServiceId() {
		return this.settings.serviceId();
	}

	@Override
	public String getInstanceId() {
		String configured = this.settings.instanceId();
		return (configured != null) ? configured : required("instance id").getInstanceId();
	}

	@Override
	public String getHost() {
		Instance known = this.instance;
		return (known != null) ? known.getHost() : hostChoice().host();
	}

	/**
	 * The port, or 0 while it isn't known.
	 */
	@Override
	public int getPort() {
		Instance known = this.instance;
		Integer configured = this.settings.port();
		return (known != null) ? known.getPort() : (configured != null) ? configured : 0;
	}

	@Override
	public boolean isSecure() {
		return this.settings.secure();
	}

	@Override
	public URI getUri() {
		return required("URI").getUri();
	}

	@Override
	public String getScheme() {
		return this.settings.secure() ? "https" : "http";
	}

	@Override
	public Map<String, String> getMetadata() {
		Instance known = this.instance;
		return (known != null) ? known.getMetadata() : this.settings.metadata();
	}

	private Instance required(String what) {
		Instance known = this.instance;
		if (known == null) {
			throw new IllegalStateException("The " + what + " of '" + getServiceId()
					+ "' isn't known until the web server has opened its port; use it after ApplicationStartedEvent, "
					+ "or set discovery.registration.instance-id and discovery.registration.port");
		}
		return known;
	}

}
