package dev.discovery.backend.composite;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import dev.discovery.backend.NamesListener;
import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.Watch;
import dev.discovery.backend.WatchListener;
import dev.discovery.model.ServiceSnapshot;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Registries that are served, with another one in their shadow: it is asked the same, and
 * only compared. Whatever it says or does, what is served stays the same.
 */
public final class ShadowedBackend implements ServiceBackend {

	private static final Log logger = LogFactory.getLog(ShadowedBackend.class);

	private final CompositeBackend served;

	private final CompositeBackend shadow;

	private final Comparisons comparisons;

	private final List<Watch> names;

	/**
	 * Creates the backend and begins to compare the names of services.
	 * @param served what is served; closed with this
	 * @param shadow the registry that is compared; closed with this
	 * @param comparisons told of both
	 */
	public ShadowedBackend(CompositeBackend served, CompositeBackend shadow, Comparisons comparisons) {
		this.served = served;
		this.shadow = shadow;
		this.comparisons = comparisons;
		this.names = List.of(served.watchNames(Comparison.names(comparisons.names()::served)),
				guarded(() -> shadow.watchNames(Comparison.names(comparisons.names()::shadow))));
	}

	/**
	 * What is served.
	 * @return the backend in the light
	 */
	public CompositeBackend served() {
		return this.served;
	}

	/**
	 * How the shadow compares.
	 * @return the report
	 */
	public ShadowReport report() {
		return this.comparisons.report(this.shadow.reports().get(0));
	}

	@Override
	public String name() {
		return this.served.name();
	}

	@Override
	public Watch watch(String serviceId, WatchListener listener) {
		Comparison<ServiceSnapshot> comparison = this.comparisons.begin(serviceId);
		Watch inTheLight = this.served.watch(serviceId, Comparison.inTheLight(comparison, listener));
		Watch inTheShadow = guarded(() -> this.shadow.watch(serviceId, Comparison.inTheShadow(comparison)));
		return () -> {
			inTheLight.close();
			this.comparisons.end(comparison);
			inTheShadow.close();
		};
	}

	private static Watch guarded(Supplier<Watch> opening) {
		try {
			return opening.get();
		}
		catch (RuntimeException ex) {
			logger.warn("The shadow can't be watched; what is served isn't touched", ex);
			return () -> {
			};
		}
	}

	@Override
	public Watch watchNames(NamesListener listener) {
		return this.served.watchNames(listener);
	}

	@Override
	public Duration recovery() {
		return this.served.recovery();
	}

	@Override
	public @Nullable String origin() {
		return this.served.origin();
	}

	@Override
	public void close() {
		this.names.forEach(Watch::close);
		this.served.close();
		this.shadow.close();
	}

}
