package dev.discovery.autoconfigure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.discovery.autoconfigure.backend.BackendFactory;
import dev.discovery.autoconfigure.backend.OpenedRegistry;
import dev.discovery.autoconfigure.backend.RegistryContext;
import dev.discovery.autoconfigure.properties.PropertyRules;
import dev.discovery.backend.ServiceRegistrar;
import dev.discovery.backend.http.RegistryHttpClient;
import dev.discovery.model.InvalidDiscoveryPropertyException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * All configured registries, opened. Closes what they rely on, after those who read and
 * register.
 */
final class Registries implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Registries.class);

	private final Map<RegistryPlan, OpenedRegistry> opened = new LinkedHashMap<>();

	/**
	 * Opens them.
	 * @param plans what is configured
	 * @param backends the kinds that there are
	 * @param contexts what each runs on
	 * @param classLoader where the libraries of the kinds are
	 */
	Registries(List<RegistryPlan> plans, Backends backends, Function<String, RegistryContext> contexts,
			ClassLoader classLoader) {
		try {
			for (RegistryPlan plan : plans) {
				BackendFactory factory = backends.factory(plan.property("backend"),
						PropertyRules.textOrNull(plan.properties().getBackend()), classLoader);
				this.opened.put(plan, open(factory, contexts.apply(plan.name())));
			}
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private static OpenedRegistry open(BackendFactory factory, RegistryContext context) {
		try {
			return factory.open(context);
		}
		catch (InvalidDiscoveryPropertyException ex) {
			throw context.written(ex);
		}
	}

	Map<RegistryPlan, OpenedRegistry> opened() {
		return Collections.unmodifiableMap(this.opened);
	}

	/**
	 * The registrars of those that this application registers in.
	 */
	Map<String, ServiceRegistrar> registrars() {
		Map<String, ServiceRegistrar> registrars = new LinkedHashMap<>();
		this.opened.forEach((plan, registry) -> {
			if (plan.properties().isRegister()) {
				registrars.put(plan.name(), registry.registrar());
			}
		});
		return registrars;
	}

	/**
	 * Closes the connections to them, until somebody asks again.
	 */
	void hangUp() {
		this.opened.values()
			.stream()
			.flatMap((registry) -> registry.resources().stream())
			.filter(RegistryHttpClient.class::isInstance)
			.map(RegistryHttpClient.class::cast)
			.forEach(RegistryHttpClient::hangUp);
	}

	@Override
	public void close() {
		List<AutoCloseable> resources = new ArrayList<>();
		this.opened.values().forEach((registry) -> {
			// those that aren't read are closed by nobody else
			resources.add(registry.backend());
			resources.addAll(registry.resources());
		});
		for (AutoCloseable resource : resources) {
			try {
				resource.close();
			}
			catch (Exception ex) {
				logger.debug("A part of a registry could not be closed", ex);
			}
		}
	}

}
