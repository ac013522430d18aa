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
import org.jspecify.annotations.Nullable;

/**
 * Instances that were UP and that a registry no longer lists, neither under their id nor
 * at their address.
 */
final class LostInstances implements Recovery.Losses<ServiceSnapshot> {

	private static final Log logger = LogFactory.getLog(LostInstances.class);

	@Override
	public boolean areMany(ServiceSnapshot before, ServiceSnapshot after) {
		ServiceSnapshot missing = missing(before, after);
		if (missing == null || 2 * missing.up().size() < before.up().size()) {
			return false;
		}
		logger.info("After the outage the registry no longer lists " + missing.up().size() + " of " + before.up().size()
				+ " instances of '" + before.serviceId() + "'; it may have lost them, so they stay known for now");
		return true;
	}

	@Override
	public @Nullable ServiceSnapshot missing(ServiceSnapshot before, ServiceSnapshot after) {
		Set<String> listed = new HashSet<>();
		after.instances().forEach((instance) -> {
			listed.add(instance.getInstanceId());
			listed.add(instance.getAuthority());
		});
		List<Instance> missing = before.instances()
			.stream()
			.filter((instance) -> instance.getHealth() == Health.UP)
			.filter((instance) -> !listed.contains(instance.getInstanceId())
					&& !listed.contains(instance.getAuthority()))
			.toList();
		return missing.isEmpty() ? null : ServiceSnapshot.of(before.serviceId(), missing);
	}

	@Override
	public ServiceSnapshot join(ServiceSnapshot answer, ServiceSnapshot missing) {
		List<Instance> all = new ArrayList<>(answer.instances());
		all.addAll(missing.instances());
		return ServiceSnapshot.of(answer.serviceId(), all);
	}

}
