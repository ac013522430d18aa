package dev.discovery.autoconfigure.balancing;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.discovery.balancing.BalancingSettings;
import dev.discovery.balancing.ServiceSettings;
import dev.discovery.balancing.locality.Nearness;
import dev.discovery.model.PropertyName;

import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * How each service is balanced: as all are, but for what is set for it alone. Everything
 * is checked at startup.
 */
public final class ConfiguredBalancing implements ServiceSettings {

	private static final String GENERAL = "discovery.load-balancer";

	private static final String SERVICES = GENERAL + ".services";

	private final Map<String, BalancingSettings> ofService = new HashMap<>();

	private final BalancingSettings general;

	private final Binder binder;

	private final Map<String, String> written = new ConcurrentHashMap<>();

	/**
	 * Checks the properties.
	 * @param properties what is set for all, as they were bound; of the services only who
	 * they are, since theirs are bound anew, onto what is set for all
	 * @param nearness who is near
	 * @param policies finds policies by name
	 * @param environment where the properties are from
	 */
	public ConfiguredBalancing(LoadBalancerProperties properties, Nearness nearness, PolicyNames policies,
			Environment environment) {
		this.binder = Binder.get(environment);
		this.general = properties.toSettings(GENERAL + ".", policies::require, nearness);
		if (!properties.getServices().isEmpty()) {
			onTopOfTheGeneral().forEach((serviceId, own) -> this.ofService.put(serviceId,
					own.toSettings(PropertyName.of(SERVICES, serviceId) + ".", policies::require, nearness)));
		}
	}

	private Map<String, BalancingProperties> onTopOfTheGeneral() {
		return this.binder
			.bind(SERVICES, Bindable.mapOf(String.class, BalancingProperties.class), new OnTopOfTheGeneral(this.binder))
			.orElseGet(Map::of);
	}

	private static BalancingProperties general(Binder binder) {
		return binder.bind(GENERAL, Bindable.of(BalancingProperties.class)).orElseGet(BalancingProperties::new);
	}

	@Override
	public BalancingSettings apply(String serviceId) {
		return this.ofService.getOrDefault(serviceId, this.general);
	}

	/** Asked for each call that is refused. */
	@Override
	public String property(String serviceId, String name) {
		String general = GENERAL + "." + name;
		return this.ofService.containsKey(serviceId)
				? this.written.computeIfAbsent(PropertyName.of(SERVICES, serviceId) + "." + name,
						(any) -> spellings(serviceId, name).filter(this::isSet).findFirst().orElse(general))
				: general;
	}

	private static Stream<String> spellings(String serviceId, String name) {
		return Stream.of(SERVICES + "." + serviceId, SERVICES + "[" + serviceId + "]").map((own) -> own + "." + name);
	}

	private boolean isSet(String property) {
		return this.binder.bind(ConfigurationPropertyName.adapt(property, '.'), Bindable.of(String.class)).isBound();
	}

	/**
	 * Binds what is set for a service onto what is set for all.
	 */
	private record OnTopOfTheGeneral(Binder binder) implements BindHandler {

		@Override
		@SuppressWarnings("unchecked")
		public <T> Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
			return (target.getType().resolve() == BalancingProperties.class)
					? target.withSuppliedValue(() -> (T) general(this.binder)) : target;
		}

	}

}
