package dev.discovery.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.ServiceInstance;

/**
 * The complete list of a service's instances at one moment, in the order of their ids or
 * in the registry's own, each id once.
 * <p>
 * Immutable, so it may be read by any thread without a lock, and its lists are handed out
 * as they are, never copied.
 */
public final class ServiceSnapshot {

	/**
	 * Of two entries with one id the healthier stays, then the first by address: the same
	 * one for every reader.
	 */
	private static final Comparator<Instance> PREFERENCE = Comparator.comparing(Instance::getHealth)
		.thenComparing(Instance::getAuthority)
		.thenComparing(Instance::isSecure);

	private final String serviceId;

	private final Provenance provenance;

	private final List<Instance> instances;

	private final List<ServiceInstance> up;

	private ServiceSnapshot(String serviceId, Provenance provenance, List<Instance> instances,
			List<ServiceInstance> up) {
		this.serviceId = serviceId;
		this.provenance = provenance;
		this.instances = instances;
		this.up = up;
	}

	/**
	 * A live snapshot of what a registry answered.
	 * @param serviceId the service
	 * @param instances all its instances, in any order, whatever their health
	 * @return the snapshot
	 */
	public static ServiceSnapshot of(String serviceId, Collection<Instance> instances) {
		return of(serviceId, instances, new TreeMap<>());
	}

	/**
	 * A live snapshot that keeps the order in which the registry lists the instances.
	 * @param serviceId the service
	 * @param instances all its instances, whatever their health
	 * @return the snapshot
	 */
	public static ServiceSnapshot inOrder(String serviceId, Collection<Instance> instances) {
		return of(serviceId, instances, new LinkedHashMap<>());
	}

	private static ServiceSnapshot of(String serviceId, Collection<Instance> instances, Map<String, Instance> byId) {
		for (Instance instance : instances) {
			byId.merge(instance.getInstanceId(), instance, (a, b) -> (PREFERENCE.compare(a, b) <= 0) ? a : b);
		}
		Instance[] sorted = byId.values().toArray(Instance[]::new);
		ServiceInstance[] up = Arrays.stream(sorted)
			.filter((instance) -> instance.getHealth() == Health.UP)
			.toArray(ServiceInstance[]::new);
		return new ServiceSnapshot(serviceId, Provenance.LIVE, List.of(sorted), List.of(up));
	}

	/**
	 * The same content, trusted differently.
	 * @param provenance how far to trust it
	 * @return a snapshot that shares this one's lists
	 */
	public ServiceSnapshot as(Provenance provenance) {
		return (provenance == this.provenance) ? this
				: new ServiceSnapshot(this.serviceId, provenance, this.instances, this.up);
	}

	/**
	 * The service.
	 * @return its id
	 */
	public String serviceId() {
		return this.serviceId;
	}

	/**
	 * How far the snapshot can be trusted.
	 * @return where it comes from
	 */
	public Provenance provenance() {
		return this.provenance;
	}

	/**
	 * All instances, whatever their health.
	 * @return an immutable list
	 */
	public List<Instance> instances() {
		return this.instances;
	}

	/**
	 * The instances that the registry says are UP.
	 * @return an immutable list
	 */
	public List<ServiceInstance> up() {
		return this.up;
	}

	/**
	 * Finds an instance.
	 * @param instanceId its id
	 * @return the instance, or null if it isn't here
	 */
	public @Nullable Instance find(String instanceId) {
		for (Instance instance : this.instances) {
			if (instance.getInstanceId().equals(instanceId)) {
				return instance;
			}
		}
		return null;
	}

	/**
	 * Whether a reader could tell the two apart, their provenance left aside.
	 * @param other another snapshot
	 * @return whether nothing has changed
	 */
	public boolean sameContent(ServiceSnapshot other) {
		if (!this.serviceId.equals(other.serviceId) || this.instances.size() != other.instances.size()) {
			return false;
		}
		for (int i = 0; i < this.instances.size(); i++) {
			if (!this.instances.get(i).sameContent(other.instances.get(i))) {
				return false;
			}
		}
		return true;
	}

	@Override
	public String toString() {
		return this.serviceId + " " + this.provenance + " " + this.instances;
	}

}
