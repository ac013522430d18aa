package dev.discovery.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.discovery.directory.Losses.Verdict;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.Places;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Instances that were UP and that a registry no longer lists, neither under their id nor
 * at their address. One that is listed with another health is not missing: the registry
 * knows it, and says so.
 * <p>
 * After Finagle's {@code StabilizingAddr} and Nacos' protection threshold.
 *
 * @param hold how long to serve what is missing
 * @param limbo how long to keep what is missing in limbo
 */
record LostInstances(Duration hold, Duration limbo) implements Losses<ServiceSnapshot> {

	@Override
	public Verdict judge(ServiceSnapshot before, ServiceSnapshot after, boolean afterOutage) {
		int were = before.up().size();
		int are = after.up().size();
		if (!afterOutage && (are >= were || were < 2)) {
			return Verdict.BELIEVED;
		}
		ServiceSnapshot missing = missing(before, after);
		int gone = (missing != null) ? missing.up().size() : 0;
		boolean emptied = are == 0 && were > 1;
		if (gone > 0 && (emptied || (afterOutage && 2 * gone >= were))) {
			return new Verdict(false, this.hold);
		}
		return (!afterOutage && 2 * gone > were) ? new Verdict(true, this.limbo) : Verdict.BELIEVED;
	}

	@Override
	public @Nullable ServiceSnapshot missing(ServiceSnapshot before, ServiceSnapshot after) {
		Places places = new Places(after.instances());
		List<Instance> missing = new ArrayList<>();
		for (Instance instance : before.instances()) {
			if (places.of(instance) == Places.NOWHERE && instance.getHealth() == Health.UP) {
				missing.add(instance);
			}
		}
		if (!missing.isEmpty()) {
			// hardly ever, so that instances needn't build their authorities for it
			Set<String> addresses = after.instances().stream().map(Instance::getAuthority).collect(Collectors.toSet());
			missing.removeIf((instance) -> addresses.contains(instance.getAuthority()));
		}
		return missing.isEmpty() ? null : ServiceSnapshot.inOrder(before.serviceId(), missing);
	}

	@Override
	public ServiceSnapshot join(ServiceSnapshot answer, ServiceSnapshot missing) {
		List<Instance> all = new ArrayList<>(answer.instances());
		all.addAll(missing.instances());
		return ServiceSnapshot.of(answer.serviceId(), all);
	}

	@Override
	public ServiceSnapshot beside(ServiceSnapshot believed, ServiceSnapshot limbo) {
		return believed.withLimbo(limbo.instances());
	}

}
