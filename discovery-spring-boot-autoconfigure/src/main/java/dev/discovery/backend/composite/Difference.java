package dev.discovery.backend.composite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * In what a shadow differs from what is served, about one service. Instances are the same
 * at the same address; of those that are not, at the same id.
 *
 * @param service the service's id
 * @param missing ids of instances that are served and that the shadow doesn't know
 * @param extra ids of instances that only the shadow knows
 * @param health ids of instances whose health the shadow sees otherwise
 * @param address ids of instances that the shadow sees at another host or port
 */
public record Difference(String service, List<String> missing, List<String> extra, List<String> health,
		List<String> address) {

	static Difference between(ServiceSnapshot served, ServiceSnapshot shadow) {
		Difference difference = new Difference(served.serviceId(), new ArrayList<>(), new ArrayList<>(),
				new ArrayList<>(), new ArrayList<>());
		Map<String, Instance> byAddress = new HashMap<>();
		shadow.instances().forEach((instance) -> byAddress.putIfAbsent(instance.getAuthority(), instance));
		Map<String, Instance> left = new HashMap<>();
		byAddress.values().forEach((instance) -> left.put(instance.getInstanceId(), instance));
		List<Instance> alone = new ArrayList<>();
		for (Instance instance : served.instances()) {
			Instance same = byAddress.get(instance.getAuthority());
			if (same == null) {
				alone.add(instance);
				continue;
			}
			left.remove(same.getInstanceId());
			if (same.getHealth() != instance.getHealth()) {
				difference.health.add(instance.getInstanceId());
			}
		}
		for (Instance instance : alone) {
			boolean moved = left.remove(instance.getInstanceId()) != null;
			(moved ? difference.address : difference.missing).add(instance.getInstanceId());
		}
		left.keySet().stream().sorted().forEach(difference.extra::add);
		return difference;
	}

	/**
	 * How many instances differ.
	 * @return zero if the shadow agrees
	 */
	public int size() {
		return this.missing.size() + this.extra.size() + this.health.size() + this.address.size();
	}

	/** A few words, or null where nothing differs. */
	@Nullable String summary() {
		List<String> parts = new ArrayList<>();
		add(parts, this.missing, "missing");
		add(parts, this.extra, "extra");
		add(parts, this.health, "of another health");
		add(parts, this.address, "at another address");
		return parts.isEmpty() ? null : this.service + ": " + String.join(", ", parts);
	}

	private static void add(List<String> parts, List<String> ids, String what) {
		if (!ids.isEmpty()) {
			parts.add(ids.size() + " " + what);
		}
	}

}
