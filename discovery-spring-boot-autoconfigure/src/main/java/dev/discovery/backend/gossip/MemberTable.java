package dev.discovery.backend.gossip;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Who is in the cluster and with which instances. Not safe for use by several threads.
 */
final class MemberTable {

	private final Map<String, Entry> members = new LinkedHashMap<>();

	/**
	 * A member has said which instances it has.
	 * @return the services that may have changed
	 */
	Set<String> put(String member, List<Instance> instances) {
		return changed(this.members.put(member, new Entry(instances, false)), instances);
	}

	/**
	 * A member doesn't answer: its instances are down.
	 * @return the services that may have changed
	 */
	Set<String> lose(String member) {
		Entry known = this.members.get(member);
		if (known == null || known.lost()) {
			return Set.of();
		}
		List<Instance> down = known.instances().stream().map((instance) -> instance.withHealth(Health.DOWN)).toList();
		return changed(this.members.put(member, new Entry(down, true)), down);
	}

	/**
	 * A member is not there any more.
	 * @return the services that may have changed
	 */
	Set<String> remove(String member) {
		return changed(this.members.remove(member), List.of());
	}

	/**
	 * A member that was lost is given up, unless it came back.
	 * @return the services that may have changed
	 */
	Set<String> giveUp(String member) {
		Entry known = this.members.get(member);
		return (known != null && known.lost()) ? remove(member) : Set.of();
	}

	void clear() {
		this.members.clear();
	}

	private static Set<String> changed(@Nullable Entry before, List<Instance> after) {
		Set<String> services = new TreeSet<>();
		after.forEach((instance) -> services.add(instance.getServiceId()));
		if (before != null) {
			before.instances().forEach((instance) -> services.add(instance.getServiceId()));
		}
		return services;
	}

	/**
	 * All instances by service, each id once: of two that bear one id, the one that isn't
	 * lost counts, then the one that was registered last.
	 */
	Map<String, List<Instance>> all(Collection<Instance> own) {
		Map<String, Map<String, Claim>> services = new LinkedHashMap<>();
		own.forEach((instance) -> claim(services, new Claim(instance, false)));
		this.members.values()
			.forEach((entry) -> entry.instances()
				.forEach((instance) -> claim(services, new Claim(instance, entry.lost()))));
		Map<String, List<Instance>> all = new LinkedHashMap<>();
		services.forEach((serviceId, claims) -> {
			List<Instance> instances = new ArrayList<>();
			claims.values().forEach((claim) -> instances.add(claim.instance()));
			all.put(serviceId, instances);
		});
		return all;
	}

	private static void claim(Map<String, Map<String, Claim>> services, Claim claim) {
		services.computeIfAbsent(claim.instance().getServiceId(), (id) -> new LinkedHashMap<>())
			.merge(claim.instance().getInstanceId(), claim, (one, other) -> other.isBetterThan(one) ? other : one);
	}

	private record Entry(List<Instance> instances, boolean lost) {

	}

	private record Claim(Instance instance, boolean lost) {

		boolean isBetterThan(Claim other) {
			return (this.lost != other.lost) ? other.lost : registeredAt() >= other.registeredAt();
		}

		/**
		 * The incarnation. What is no number was never registered.
		 */
		private long registeredAt() {
			try {
				return Long.parseLong(this.instance.getMetadata().getOrDefault(Instance.REGISTERED_AT, "0"));
			}
			catch (NumberFormatException ex) {
				return 0;
			}
		}

	}

}
