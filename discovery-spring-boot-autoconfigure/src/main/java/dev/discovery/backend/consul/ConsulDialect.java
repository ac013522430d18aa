package dev.discovery.backend.consul;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.discovery.backend.BackendRuntime;
import dev.discovery.backend.Entries;
import dev.discovery.backend.consul.HealthEntry.Service;
import dev.discovery.backend.consul.HealthEntry.Status;
import dev.discovery.backend.consul.HealthEntry.TaggedAddress;
import dev.discovery.backend.consul.HealthEntry.Weights;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.InstanceBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Turns what Consul says of a service into instances.
 */
final class ConsulDialect {

	/** Metadata key of the tags, separated by commas. */
	static final String TAGS = "tags";

	/**
	 * Metadata key that says whether an instance speaks TLS, as Spring Cloud writes it.
	 */
	static final String SECURE = "secure";

	private final BackendRuntime runtime;

	private final boolean warningIsUp;

	private final @Nullable String taggedAddress;

	ConsulDialect(BackendRuntime runtime, ConsulReading reading) {
		this.runtime = runtime;
		this.warningIsUp = reading.warningIsUp();
		this.taggedAddress = reading.taggedAddress();
	}

	List<Instance> instances(String serviceId, List<? extends Supplier<HealthEntry>> entries) {
		Map<Instance, @Nullable String> nodes = new IdentityHashMap<>();
		List<Instance> instances = Entries.collect(this.runtime, entries, (element) -> {
			HealthEntry entry = element.get();
			Instance instance = instance(serviceId, entry).build();
			nodes.put(instance, entry.node().name());
			return instance;
		});
		// an id is unique on one node only
		return Entries.distinct(instances, nodes::get);
	}

	private InstanceBuilder instance(String serviceId, HealthEntry entry) {
		Service service = entry.service();
		Status status = entry.status();
		TaggedAddress address = address(entry);
		int port = (address.port() != null) ? address.port() : 0;
		return Instance.builder(serviceId, (address.address() != null) ? address.address() : "", port)
			.instanceId(service.id())
			.secure(isSecure(service))
			.health(health(status))
			.metadata(metadata(entry, status));
	}

	private Health health(Status status) {
		return switch (status) {
			case PASSING -> Health.UP;
			case WARNING -> this.warningIsUp ? Health.UP : Health.DOWN;
			case CRITICAL -> Health.DOWN;
			case MAINTENANCE -> Health.OUT_OF_SERVICE;
		};
	}

	/**
	 * The tagged address where there is one, else the service's own, else its node's.
	 */
	private TaggedAddress address(HealthEntry entry) {
		Service service = entry.service();
		TaggedAddress tagged = (this.taggedAddress != null && service.taggedAddresses() != null)
				? service.taggedAddresses().get(this.taggedAddress) : null;
		if (tagged != null && !isBlank(tagged.address())) {
			boolean hasPort = tagged.port() != null && tagged.port() > 0;
			return new TaggedAddress(tagged.address(), hasPort ? tagged.port() : service.port());
		}
		if (!isBlank(service.address())) {
			return new TaggedAddress(service.address(), service.port());
		}
		Map<String, @Nullable String> ofNode = entry.node().taggedAddresses();
		String address = (this.taggedAddress != null && ofNode != null) ? ofNode.get(this.taggedAddress) : null;
		return new TaggedAddress(isBlank(address) ? entry.node().address() : address, service.port());
	}

	private static boolean isSecure(Service service) {
		boolean meta = service.meta() != null && "true".equalsIgnoreCase(service.meta().get(SECURE));
		return meta || (service.tags() != null && service.tags().contains("secure=true"));
	}

	private static Map<String, @Nullable String> metadata(HealthEntry entry, Status status) {
		Map<String, @Nullable String> metadata = ConsulMeta.read(entry.service().meta());
		List<String> tags = entry.service().tags();
		if (tags != null && !tags.isEmpty()) {
			metadata.put(TAGS, String.join(",", tags));
		}
		Weights weights = entry.service().weights();
		if (weights != null) {
			int weight = (status == Status.WARNING) ? weights.warning() : weights.passing();
			if (weight != 1) {
				metadata.put(Instance.WEIGHT, Integer.toString(weight));
			}
		}
		Map<String, @Nullable String> ofNode = entry.node().meta();
		if (ofNode != null) {
			metadata.putIfAbsent(Instance.ZONE, ofNode.get(Instance.ZONE));
			metadata.putIfAbsent(Instance.REGION, ofNode.get(Instance.REGION));
		}
		return metadata;
	}

	private static boolean isBlank(@Nullable String text) {
		return text == null || text.isBlank();
	}

}
