package dev.discovery.cloud.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.discovery.backend.Lease;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;

/**
 * Spring Cloud's registry over leases: registering takes a lease, deregistering gives it
 * back. A status that somebody sets by hand stands above readiness until it is set back
 * to UP.
 * <p>
 * Safe for use by several threads; nothing waits for the network.
 */
public final class LeaseServiceRegistry implements ServiceRegistry<Registration> {

	private final Map<String, Holding> holdings = new ConcurrentHashMap<>();

	private final ServiceRegistrar registrar;

	/**
	 * Creates a registry.
	 * @param registrar where leases come from
	 */
	public LeaseServiceRegistry(ServiceRegistrar registrar) {
		this.registrar = registrar;
	}

	/**
	 * Registers as UP.
	 */
	@Override
	public void register(@Nullable Registration registration) {
		if (registration != null) {
			register(toInstance(registration), Health.UP);
		}
	}

	void register(Instance instance, Health initial) {
		this.holdings.compute(key(instance), (key, known) -> {
			if (known != null) {
				known.lease.release();
			}
			return new Holding(this.registrar.register(instance, initial), initial);
		});
	}

	@Override
	public void deregister(@Nullable Registration registration) {
		if (registration != null) {
			release(registration);
		}
	}

	CompletionStage<Void> release(ServiceInstance registration) {
		Holding holding = this.holdings.remove(key(registration));
		return (holding != null) ? holding.lease.release() : CompletableFuture.completedFuture(null);
	}

	/**
	 * Reports what the application says of itself.
	 * @param registration who
	 * @param health its health
	 */
	void report(ServiceInstance registration, Health health) {
		Holding holding = this.holdings.get(key(registration));
		if (holding != null) {
			holding.report(health);
		}
	}

	/**
	 * Sets the status by hand: {@code UP}, {@code DOWN}, {@code OUT_OF_SERVICE} or
	 * {@code STARTING}. Anything but UP stays until it is set back.
	 * @throws IllegalArgumentException if there is no such status, or no such
	 * registration
	 */
	@Override
	public void setStatus(Registration registration, String status) {
		holding(registration).override(Health.parse(status));
	}

	/**
	 * The status that is reported.
	 * @return its name
	 */
	@Override
	@SuppressWarnings("unchecked")
	public <T> T getStatus(Registration registration) {
		return (T) Map.of("status", holding(registration).reported().name());
	}

	/**
	 * How things stand with a registration.
	 * @param registration who
	 * @return the state of its lease
	 */
	public Lease.State state(ServiceInstance registration) {
		Holding holding = this.holdings.get(key(registration));
		return (holding != null) ? holding.lease.state() : Lease.State.RELEASED;
	}

	/**
	 * How things stand with all registrations.
	 * @return the states of their leases
	 */
	public List<Lease.State> states() {
		return this.holdings.values().stream().map((holding) -> holding.lease.state()).toList();
	}

	private Holding holding(Registration registration) {
		Holding holding = this.holdings.get(key(registration));
		if (holding == null) {
			throw new IllegalArgumentException("'" + registration.getServiceId() + "' isn't registered");
		}
		return holding;
	}

	@Override
	public void close() {
		this.holdings.values().forEach((holding) -> holding.lease.close());
		this.holdings.clear();
	}

	private static Instance toInstance(Registration registration) {
		if (registration instanceof DiscoveryRegistration own && own.instance() != null) {
			return own.instance();
		}
		Map<String, String> metadata = registration.getMetadata();
		return Instance.builder(registration.getServiceId(), registration.getHost(), registration.getPort())
			.instanceId(registration.getInstanceId())
			.secure(registration.isSecure())
			.metadata((metadata != null) ? new HashMap<>(metadata) : Map.of())
			.build();
	}

	private static String key(ServiceInstance instance) {
		String id = instance.getInstanceId();
		return instance.getServiceId() + "/" + ((id != null) ? id
				: Instance.defaultId(instance.getServiceId(), instance.getHost(), instance.getPort()));
	}

	/**
	 * A lease, what the application says of itself, and what somebody else says.
	 */
	private static final class Holding {

		private final Lease lease;

		private Health own;

		private @Nullable Health override;

		Holding(Lease lease, Health own) {
			this.lease = lease;
			this.own = own;
		}

		synchronized void report(Health health) {
			this.own = health;
			this.lease.report(reported());
		}

		synchronized void override(Health health) {
			this.override = (health != Health.UP) ? health : null;
			this.lease.report(reported());
		}

		synchronized Health reported() {
			return (this.override != null) ? this.override : this.own;
		}

	}

}
