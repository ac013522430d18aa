package dev.discovery.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

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

	private final String serviceId;

	private final Provenance provenance;

	private final List<Instance> instances;

	private final List<ServiceInstance> up;

	private final List<Instance> limbo;

	private ServiceSnapshot(String serviceId, Provenance provenance, List<Instance> instances, List<ServiceInstance> up,
			List<Instance> limbo) {
		this.serviceId = serviceId;
		this.provenance = provenance;
		this.instances = instances;
		this.up = up;
		this.limbo = limbo;
	}

	/**
	 * A live snapshot of what a registry answered.
	 * @param serviceId the service
	 * @param instances all its instances, in any order, whatever their health
	 * @return the snapshot
	 */
	public static ServiceSnapshot of(String serviceId, Collection<Instance> instances) {
		return of(serviceId, OnePerId.sorted(instances));
	}

	/**
	 * A live snapshot that keeps the order in which the registry lists the instances.
	 * @param serviceId the service
	 * @param instances all its instances, whatever their health
	 * @return the snapshot
	 */
	public static ServiceSnapshot inOrder(String serviceId, Collection<Instance> instances) {
		return of(serviceId, OnePerId.inOrder(instances));
	}

	private static ServiceSnapshot of(String serviceId, Instance[] sorted) {
		List<Instance> instances = List.of(sorted);
		return new ServiceSnapshot(serviceId, Provenance.LIVE, instances, up(instances), List.of());
	}

	private static List<ServiceInstance> up(List<Instance> all) {
		List<Instance> up = new ArrayList<>(all.size());
		for (Instance instance : all) {
			if (instance.getHealth() == Health.UP) {
				up.add(instance);
			}
		}
		// copies nothing if it is immutable
		return List.copyOf((up.size() == all.size()) ? all : up);
	}

	/**
	 * The same content, trusted differently.
	 * @param provenance how far to trust it
	 * @return a snapshot that shares this one's lists
	 */
	public ServiceSnapshot as(Provenance provenance) {
		return (provenance == this.provenance) ? this
				: new ServiceSnapshot(this.serviceId, provenance, this.instances, this.up, this.limbo);
	}

	/**
	 * The same instances, beside others that the registry has just stopped listing.
	 * @param limbo those, none of which is among the instances
	 * @return a snapshot that shares this one's lists
	 */
	public ServiceSnapshot withLimbo(Collection<Instance> limbo) {
		return (limbo.isEmpty() && this.limbo.isEmpty()) ? this
				: new ServiceSnapshot(this.serviceId, this.provenance, this.instances, this.up, List.copyOf(limbo));
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
	 * Instances that vanished together with most of the others, so that it isn't sure
	 * that they are gone: in no other list, and to be called when nothing else is left.
	 * @return an immutable list, normally empty
	 */
	public List<Instance> limbo() {
		return this.limbo;
	}

	/**
	 * All that are known: those that are listed, and then those in limbo.
	 * @return an immutable list
	 */
	public List<Instance> known() {
		return this.limbo.isEmpty() ? this.instances
				: Stream.concat(this.instances.stream(), this.limbo.stream()).toList();
	}

	/**
	 * Finds an instance that the registry lists.
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
		return this.serviceId.equals(other.serviceId) && sameContent(this.instances, other.instances)
				&& sameContent(this.limbo, other.limbo);
	}

	private static boolean sameContent(List<Instance> some, List<Instance> others) {
		if (some.size() != others.size()) {
			return false;
		}
		for (int i = 0; i < some.size(); i++) {
			if (!some.get(i).sameContent(others.get(i))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * What comes next, made of the instances that were known before where nothing is
	 * different: whoever compares the two sees it at a glance.
	 * @param known what was known before
	 * @param next what is said now
	 * @return the former if nothing is different, their provenance left aside, else a
	 * snapshot of the latter's content
	 */
	public static ServiceSnapshot keeping(ServiceSnapshot known, ServiceSnapshot next) {
		return keeping(known, next, UnaryOperator.identity());
	}

	/**
	 * The same as {@link #keeping}, where instances that are new or different are made of
	 * shared parts: what was known is already.
	 * @param known what was known before, null if nothing was
	 * @param next what is said now, to be forgotten
	 * @return the former if nothing is different, their provenance left aside, else a
	 * snapshot of the latter's content
	 */
	public static ServiceSnapshot sharing(@Nullable ServiceSnapshot known, ServiceSnapshot next) {
		return keeping((known != null) ? known : of(next.serviceId, List.of()), next, new Sharing()::apply);
	}

	private static ServiceSnapshot keeping(ServiceSnapshot known, ServiceSnapshot next, UnaryOperator<Instance> fresh) {
		List<Instance> instances = Kept.of(known.instances, next.instances, fresh);
		List<Instance> limbo = Kept.of(known.limbo, next.limbo, fresh);
		if (instances == known.instances && limbo == known.limbo && known.serviceId.equals(next.serviceId)) {
			return known;
		}
		return (instances == next.instances && limbo == next.limbo) ? next
				: new ServiceSnapshot(next.serviceId, next.provenance, instances, up(instances), limbo);
	}

	@Override
	public String toString() {
		return this.serviceId + " " + this.provenance + " " + this.instances
				+ (this.limbo.isEmpty() ? "" : ", in limbo " + this.limbo);
	}

}
