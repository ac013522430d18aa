package dev.discovery.backend.composite;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import dev.discovery.backend.Lease;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Registers in several registries at once, under one lease. Each keeps its part of it for
 * itself, so one that is down never keeps another waiting. Safe for use by several
 * threads; doesn't wait for the network.
 */
public final class CompositeRegistrar implements ServiceRegistrar {

	private static final Log logger = LogFactory.getLog(CompositeRegistrar.class);

	private final Map<String, ServiceRegistrar> registrars;

	private final List<CompositeLease> leases = new CopyOnWriteArrayList<>();

	/**
	 * Creates the registrar.
	 * @param registrars those of each registry that takes this application in, by the
	 * registry's name; possibly none
	 */
	public CompositeRegistrar(Map<String, ServiceRegistrar> registrars) {
		this.registrars = new LinkedHashMap<>(registrars);
	}

	@Override
	public Lease register(Instance self, Health initial) {
		if (this.registrars.isEmpty()) {
			logger.warn(self.getInstanceId() + " registers nowhere, so others won't find it: set"
					+ " discovery.registries.<name>.register=true for the registry of its own region, or"
					+ " discovery.registration.enabled=false if nobody is to find it");
		}
		Map<String, Lease> parts = new LinkedHashMap<>();
		this.registrars.forEach((name, registrar) -> parts.put(name, registrar.register(self, initial)));
		CompositeLease lease = new CompositeLease(self, parts, this.leases::remove);
		this.leases.add(lease);
		return lease;
	}

	/**
	 * How the leases that are held stand in one registry.
	 * @param registry its name
	 * @return a state for each lease, none where the application doesn't register there
	 */
	public List<Lease.State> states(String registry) {
		return this.leases.stream().map((lease) -> lease.states().get(registry)).filter(Objects::nonNull).toList();
	}

	/**
	 * How an instance's lease stands in each registry.
	 * @param instanceId the instance's id
	 * @return the states by the registry's name, empty if there is no such lease
	 */
	public Map<String, Lease.State> statesOf(String instanceId) {
		return this.leases.stream()
			.filter((lease) -> lease.instance().getInstanceId().equals(instanceId))
			.map(CompositeLease::states)
			.findFirst()
			.orElse(Map.of());
	}

	/**
	 * The longest of all.
	 */
	@Override
	public Duration propagation() {
		return this.registrars.values()
			.stream()
			.map(ServiceRegistrar::propagation)
			.max(Duration::compareTo)
			.orElse(Duration.ZERO);
	}

	/**
	 * That of the first registry that has one.
	 */
	@Override
	public @Nullable InetSocketAddress address() {
		return this.registrars.values()
			.stream()
			.map(ServiceRegistrar::address)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	@Override
	public String toString() {
		return this.registrars.keySet().stream().collect(Collectors.joining(", ", "registers with [", "]"));
	}

}
