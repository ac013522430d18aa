package dev.discovery.backend.gossip;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Who is in the cluster and with which instances, and who was lost. Not safe for use by
 * several threads.
 */
final class MemberTable {

	/**
	 * How many members that were lost are remembered.
	 */
	static final int MAX_LOST = 1000;

	private final Map<String, Entry> members = new LinkedHashMap<>();

	/** Whose was lost first is first. */
	private final Map<String, Lost> lost = new LinkedHashMap<>();

	/**
	 * A member has said which instances it has. Whoever was lost and is replaced by it is
	 * given up.
	 * @param member its id
	 * @param address where it listens
	 * @return the services that may have changed
	 */
	Set<String> put(String member, String address, List<Instance> instances) {
		Entry entry = new Entry(address, instances);
		Set<String> services = changed(known(member), instances);
		this.lost.remove(member);
		this.members.put(member, entry);
		this.lost.values().removeIf((gone) -> {
			boolean replaced = entry.replaces(gone.entry());
			if (replaced) {
				services.addAll(changed(gone.entry(), List.of()));
			}
			return replaced;
		});
		return services;
	}

	/**
	 * A member doesn't answer: its instances are down, unless it is replaced.
	 * @param now when that was found out
	 * @return the services that may have changed
	 */
	Set<String> lose(String member, long now) {
		Entry known = this.members.remove(member);
		if (known == null || known.instances().isEmpty()) {
			return Set.of();
		}
		Set<String> services = changed(known, List.of());
		if (this.members.values().stream().anyMatch((other) -> other.replaces(known))) {
			return services;
		}
		this.lost.put(member, new Lost(known.down(), now));
		if (this.lost.size() > MAX_LOST) {
			services.addAll(remove(this.lost.keySet().iterator().next()));
		}
		return services;
	}

	/**
	 * No member answers.
	 * @param now when that was found out
	 */
	void loseAll(long now) {
		List.copyOf(this.members.keySet()).forEach((member) -> lose(member, now));
	}

	/**
	 * A member is not there any more.
	 * @return the services that may have changed
	 */
	Set<String> remove(String member) {
		Set<String> services = changed(known(member), List.of());
		this.members.remove(member);
		this.lost.remove(member);
		return services;
	}

	/**
	 * Members that were lost at a moment or before it are given up.
	 * @return the services that may have changed
	 */
	Set<String> giveUp(long moment) {
		Set<String> services = new TreeSet<>();
		List.copyOf(this.lost.keySet()).forEach((member) -> {
			if (Objects.requireNonNull(this.lost.get(member)).at() - moment <= 0) {
				services.addAll(remove(member));
			}
		});
		return services;
	}

	/**
	 * Whether anybody was lost at a moment or before it.
	 */
	boolean hasLost(long moment) {
		return this.lost.values().stream().anyMatch((gone) -> gone.at() - moment <= 0);
	}

	int lost() {
		return this.lost.size();
	}

	/**
	 * How many others are there, of those that have instances: who only reads leaves
	 * nothing behind by which it would be known again.
	 */
	int present() {
		return (int) this.members.values().stream().filter((entry) -> !entry.instances().isEmpty()).count();
	}

	private @Nullable Entry known(String member) {
		Lost gone = this.lost.get(member);
		return (gone != null) ? gone.entry() : this.members.get(member);
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
		this.members.values().forEach((entry) -> claim(services, entry, false));
		this.lost.values().forEach((gone) -> claim(services, gone.entry(), true));
		Map<String, List<Instance>> all = new LinkedHashMap<>();
		services.forEach((serviceId, claims) -> {
			List<Instance> instances = new ArrayList<>();
			claims.values().forEach((claim) -> instances.add(claim.instance()));
			all.put(serviceId, instances);
		});
		return all;
	}

	private static void claim(Map<String, Map<String, Claim>> services, Entry entry, boolean lost) {
		entry.instances().forEach((instance) -> claim(services, new Claim(instance, lost)));
	}

	private static void claim(Map<String, Map<String, Claim>> services, Claim claim) {
		services.computeIfAbsent(claim.instance().getServiceId(), (id) -> new LinkedHashMap<>())
			.merge(claim.instance().getInstanceId(), claim, (one, other) -> other.isBetterThan(one) ? other : one);
	}

	private record Entry(String address, List<Instance> instances) {

		Entry down() {
			return new Entry(this.address,
					this.instances.stream().map((instance) -> instance.withHealth(Health.DOWN)).toList());
		}

		/**
		 * Whether it listens where the other one did, or has all that the other one had.
		 */
		boolean replaces(Entry other) {
			return this.address.equals(other.address) || other.instances.stream().allMatch(this::has);
		}

		private boolean has(Instance wanted) {
			return this.instances.stream()
				.anyMatch((instance) -> instance.getServiceId().equals(wanted.getServiceId()) && (instance
					.getInstanceId()
					.equals(wanted.getInstanceId())
						|| (instance.getHost().equals(wanted.getHost()) && instance.getPort() == wanted.getPort())));
		}

	}

	private record Lost(Entry entry, long at) {

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
