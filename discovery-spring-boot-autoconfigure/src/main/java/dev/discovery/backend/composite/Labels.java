package dev.discovery.backend.composite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.model.ServiceSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Writes on instances which registry they come from, and where they are if they don't say
 * so. What an entry itself says under the label is overwritten.
 */
final class Labels {

	private Labels() {
	}

	static ServiceSnapshot on(ServiceSnapshot snapshot, Member member) {
		List<Instance> labelled = snapshot.instances().stream().map((instance) -> on(instance, member)).toList();
		List<Instance> limbo = snapshot.limbo().stream().map((instance) -> on(instance, member)).toList();
		return ServiceSnapshot.inOrder(snapshot.serviceId(), labelled).as(snapshot.provenance()).withLimbo(limbo);
	}

	private static Instance on(Instance instance, Member member) {
		Map<String, @Nullable String> metadata = new LinkedHashMap<>(instance.getMetadata());
		metadata.put(Instance.REGISTRY, member.name());
		return copy(instance, instance.getInstanceId(), place(instance.getLocality(), member.place()), metadata);
	}

	/**
	 * The registry's zone is one of its own region, not of another.
	 */
	private static Locality place(Locality own, Locality ofRegistry) {
		String region = (own.region() != null) ? own.region() : ofRegistry.region();
		boolean here = own.region() == null || own.region().equals(ofRegistry.region());
		String zone = (own.zone() == null && here) ? ofRegistry.zone() : own.zone();
		return Locality.of(region, zone);
	}

	/**
	 * The same instance under another id.
	 */
	static Instance renamed(Instance instance, String instanceId) {
		return copy(instance, instanceId, instance.getLocality(), new LinkedHashMap<>(instance.getMetadata()));
	}

	private static Instance copy(Instance instance, String instanceId, Locality place,
			Map<String, @Nullable String> metadata) {
		return Instance.builder(instance.getServiceId(), instance.getHost(), instance.getPort())
			.instanceId(instanceId)
			.secure(instance.isSecure())
			.health(instance.getHealth())
			.locality(place)
			.metadata(metadata)
			.build();
	}

}
