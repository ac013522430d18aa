package dev.discovery.cloud.registry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.discovery.backend.Lease;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.util.Assert;

/**
 * Spring Cloud's registry over leases: takes this application's own
 * {@link DiscoveryRegistration} and any other {@link Registration}, side by side.
 * <p>
 * Of one instance there is never more than one lease: who registers again while the old
 * lease is still being given back comes after it. Safe for use by several threads; no
 * method but {@link #close()} waits for the network.
 */
public final class LeaseServiceRegistry implements ServiceRegistry<Registration> {

	private static final Log logger = LogFactory.getLog(LeaseServiceRegistry.class);

	private final ServiceRegistrar registrar;

	private final Map<Instance, LeaseEntry> entries = new HashMap<>();

	private final Leaving leaving = new Leaving();

	/**
	 * Creates the registry.
	 * @param registrar who gives the leases
	 */
	public LeaseServiceRegistry(ServiceRegistrar registrar) {
		this.registrar = registrar;
	}

	/**
	 * Registers, now or as soon as the registry can be reached. Without effect if the
	 * same is registered already; replaces what is registered under the same id.
	 * @param registration who; a foreign one counts as UP
	 */
	@Override
	public synchronized void register(@Nullable Registration registration) {
		Assert.notNull(registration, "'registration' must not be null");
		if (registration instanceof DiscoveryRegistration own && isRegistered(own)) {
			return;
		}
		Instance instance = instanceToRegister(registration);
		LeaseEntry present = this.entries.get(instance);
		if (present != null && present.describes(instance)) {
			return;
		}
		if (present != null) {
			leave(instance);
		}
		LeaseEntry entry = new LeaseEntry(instance, healthOf(registration));
		this.entries.put(instance, entry);
		CompletionStage<Void> before = this.leaving.before(instance);
		if (before == null) {
			entry.open(this.registrar);
		}
		else {
			before.whenComplete((done, failure) -> entry.open(this.registrar));
		}
	}

	@Override
	public void deregister(@Nullable Registration registration) {
		Assert.notNull(registration, "'registration' must not be null");
		leave(registration);
	}

	/**
	 * Reports OUT_OF_SERVICE and takes the registration away.
	 * @param registration who
	 * @return done when the registry has answered; at once if there was nothing
	 */
	CompletionStage<Void> leave(Registration registration) {
		Instance instance = instanceOf(registration);
		return (instance != null) ? leave(instance) : CompletableFuture.completedFuture(null);
	}

	private synchronized CompletionStage<Void> leave(Instance instance) {
		LeaseEntry entry = this.entries.remove(instance);
		return (entry != null) ? this.leaving.add(instance, entry.leave()) : CompletableFuture.completedFuture(null);
	}

	/**
	 * Whether the registration has a lease.
	 * @param registration who
	 * @return whether it registered and has not left
	 */
	public boolean isRegistered(Registration registration) {
		return entryOf(registration) != null;
	}

	/**
	 * Reports what the application says of itself. Without effect if it isn't registered.
	 * @param registration who
	 * @param health its health; shows only while no status is set by hand
	 */
	void report(Registration registration, Health health) {
		LeaseEntry entry = entryOf(registration);
		if (entry != null) {
			entry.own(health);
		}
	}

	/**
	 * Sets the status by hand. It stands above what the application says of itself until
	 * it is set back to UP.
	 * @param registration who; without effect if it isn't registered
	 * @param status UP, DOWN or OUT_OF_SERVICE, in any case
	 * @throws UnknownStatusException if there is no such status
	 */
	@Override
	public void setStatus(Registration registration, String status) {
		Health health = parse(status);
		LeaseEntry entry = entryOf(registration);
		if (entry == null) {
			logger.warn("The status " + health + " was not set: " + registration.getServiceId() + " isn't registered");
			return;
		}
		logger.info("The status of " + registration.getInstanceId() + " was set to " + health + " by hand");
		entry.manual(health);
	}

	/**
	 * Returns how the registration stands: {@code status} is what was reported last,
	 * {@code overriddenStatus} what was set by hand, if anything was, {@code lease} the
	 * state of its lease.
	 * @param registration who
	 * @return a map of strings; the status of who isn't registered is UNKNOWN
	 */
	@Override
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	public <T> T getStatus(Registration registration) {
		LeaseEntry entry = entryOf(registration);
		Map<String, String> status = new LinkedHashMap<>();
		status.put("status", ((entry != null) ? entry.status() : Health.UNKNOWN).name());
		if (entry != null) {
			Health manual = entry.manual();
			if (manual != null) {
				status.put("overriddenStatus", manual.name());
			}
			status.put("lease", entry.state().name());
		}
		return (T) status;
	}

	/**
	 * How things stand with all registrations.
	 * @return the states of their leases
	 */
	public synchronized List<Lease.State> states() {
		return this.entries.values().stream().map(LeaseEntry::state).toList();
	}

	/**
	 * Gives all leases back and waits, for 2 s at most, until the registry has heard of
	 * these and of those that were given back just before: the way to it is closed next.
	 * Has no effect the second time.
	 */
	@Override
	public void close() {
		leaveAll();
		this.leaving.await();
	}

	private synchronized void leaveAll() {
		List.copyOf(this.entries.keySet()).forEach(this::leave);
	}

	private synchronized @Nullable LeaseEntry entryOf(Registration registration) {
		Instance instance = instanceOf(registration);
		return (instance != null) ? this.entries.get(instance) : null;
	}

	private static Instance instanceToRegister(Registration registration) {
		return (registration instanceof DiscoveryRegistration own) ? own.seal() : foreign(registration);
	}

	private static @Nullable Instance instanceOf(Registration registration) {
		return (registration instanceof DiscoveryRegistration own) ? own.sealed() : foreign(registration);
	}

	private static Instance foreign(Registration registration) {
		Map<String, String> metadata = registration.getMetadata();
		return Instance.builder(registration.getServiceId(), registration.getHost(), registration.getPort())
			.instanceId(registration.getInstanceId())
			.secure(registration.isSecure())
			.metadata((metadata != null) ? new HashMap<>(metadata) : Map.of())
			.build();
	}

	private static Health healthOf(Registration registration) {
		return (registration instanceof DiscoveryRegistration own) ? own.health() : Health.UP;
	}

	private static Health parse(String status) {
		try {
			Health health = Health.parse(status);
			Assert.isTrue(health != Health.UNKNOWN && health != Health.STARTING, "not set by hand");
			return health;
		}
		catch (IllegalArgumentException ex) {
			throw new UnknownStatusException("The status '" + status + "' can't be set: use UP, DOWN or OUT_OF_SERVICE",
					ex);
		}
	}

}
