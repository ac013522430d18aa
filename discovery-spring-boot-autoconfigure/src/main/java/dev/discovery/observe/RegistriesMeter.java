package dev.discovery.observe;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.composite.CompositeBackend;
import dev.discovery.backend.composite.Difference;
import dev.discovery.backend.composite.RegistryReport;
import dev.discovery.backend.composite.ShadowReport;
import dev.discovery.backend.composite.ShadowedBackend;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * The gauges {@link DiscoveryMeter#BACKEND_UNREACHABLE} of several registries, and
 * {@link DiscoveryMeter#SHADOW_DIFFERENCES} of the one in their shadow.
 */
public final class RegistriesMeter implements MeterBinder {

	private final List<String> served;

	private final @Nullable String shadow;

	private final Supplier<@Nullable ServiceBackend> backend;

	/**
	 * Creates the meter.
	 * @param served the names of the registries that are served
	 * @param shadow the name of the one that is compared, if one is
	 * @param backend reads them; null before there is one
	 */
	public RegistriesMeter(List<String> served, @Nullable String shadow, Supplier<@Nullable ServiceBackend> backend) {
		this.served = served;
		this.shadow = shadow;
		this.backend = backend;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.served.forEach((name) -> Gauge
			.builder(DiscoveryMeter.BACKEND_UNREACHABLE.meterName(), this, (meter) -> meter.unreachable(name))
			.description(DiscoveryMeter.BACKEND_UNREACHABLE.description())
			.baseUnit("seconds")
			.tags("backend", name)
			.register(registry));
		if (this.shadow != null) {
			difference(registry, this.shadow, "missing", (report) -> sum(report, Difference::missing));
			difference(registry, this.shadow, "extra", (report) -> sum(report, Difference::extra));
			difference(registry, this.shadow, "health", (report) -> sum(report, Difference::health));
			difference(registry, this.shadow, "address", (report) -> sum(report, Difference::address));
			difference(registry, this.shadow, "unknown", ShadowReport::unknown);
			difference(registry, this.shadow, "name",
					(report) -> report.missingNames().size() + report.extraNames().size());
		}
	}

	private void difference(MeterRegistry registry, String name, String kind, ToDoubleFunction<ShadowReport> count) {
		Gauge.builder(DiscoveryMeter.SHADOW_DIFFERENCES.meterName(), this, (meter) -> meter.shadow(count))
			.description(DiscoveryMeter.SHADOW_DIFFERENCES.description())
			.tags("backend", name, "kind", kind)
			.register(registry);
	}

	private static double sum(ShadowReport report, Function<Difference, List<String>> kind) {
		return report.differences().stream().mapToInt((difference) -> kind.apply(difference).size()).sum();
	}

	private double shadow(ToDoubleFunction<ShadowReport> count) {
		return (this.backend.get() instanceof ShadowedBackend shadowed) ? count.applyAsDouble(shadowed.report())
				: Double.NaN;
	}

	private double unreachable(String name) {
		ServiceBackend present = this.backend.get();
		CompositeBackend composite = (present instanceof ShadowedBackend shadowed) ? shadowed.served()
				: ((present instanceof CompositeBackend plain) ? plain : null);
		return (composite != null) ? composite.reports()
			.stream()
			.filter((report) -> report.name().equals(name))
			.map(RegistryReport::failingFor)
			.mapToDouble((time) -> time.toMillis() / 1000.0)
			.findFirst()
			.orElse(Double.NaN) : Double.NaN;
	}

}
