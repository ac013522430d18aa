package dev.discovery.directory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.ServiceSnapshot;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Instances that were UP and that a registry no longer lists, neither under their id nor
 * at their address.
 */
final class LostInstances implements Recovery.Losses<ServiceSnapshot> {

	private static final Log logger = LogFactory.getLog(LostInstances.class);

	@Override
	public boolean areMany(ServiceSnapshot before, ServiceSnapshot after) {
		int lost = missing(before, after).size();
		boolean many = lost > 0 && 2 * lost >= before.up().size();
		if (many) {
			logger.info("After the outage the registry no longer lists " + lost + " of " + before.up().size()
					+ " instances of '" + before.serviceId() + "'; it may have lost them, so they stay known for now");
		}
		return many;
	}

	@Override
	public ServiceSnapshot restore(ServiceSnapshot before, ServiceSnapshot after) {
		List<Instance> missing = missing(before, after);
		if (missing.isEmpty()) {
			return after;
		}
		List<Instance> all = new ArrayList<>(after.instances());
		all.addAll(missing);
		return ServiceSnapshot.of(after.serviceId(), all);
	}

	private static List<Instance> missing(ServiceSnapshot before, ServiceSnapshot after) {
		Set<String> listed = new HashSet<>();
		after.instances().forEach((instance) -> {
			listed.add(instance.getInstanceId());
			listed.add(instance.getAuthority());
		});
		return before.instances()
			.stream()
			.filter((instance) -> instance.getHealth() == Health.UP)
			.filter((instance) -> !listed.contains(instance.getInstanceId())
					&& !listed.contains(instance.getAuthority()))
			.toList();
	}

}
