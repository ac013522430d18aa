package dev.discovery.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.discovery.backend.ServiceBackend;
import dev.discovery.backend.composite.CompositeBackend;
import dev.discovery.backend.composite.Difference;
import dev.discovery.backend.composite.RegistryReport;
import dev.discovery.backend.composite.ShadowReport;
import dev.discovery.backend.composite.ShadowedBackend;
import org.jspecify.annotations.Nullable;

/**
 * Describes several registries, and the one in their shadow. Says nothing where there is
 * one registry alone. Reads memory.
 */
public final class RegistryDescriptions {

	private static final int MOST_SERVICES = 50;

	private static final int MOST_NAMES = 20;

	private final @Nullable CompositeBackend served;

	private final @Nullable ShadowedBackend shadowed;

	private RegistryDescriptions(@Nullable CompositeBackend served, @Nullable ShadowedBackend shadowed) {
		this.served = served;
		this.shadowed = shadowed;
	}

	/**
	 * Describes what a backend reads.
	 * @param backend any backend, or null if there is none
	 * @return its descriptions
	 */
	public static RegistryDescriptions of(@Nullable ServiceBackend backend) {
		if (backend instanceof ShadowedBackend shadowed) {
			return new RegistryDescriptions(shadowed.served(), shadowed);
		}
		return new RegistryDescriptions((backend instanceof CompositeBackend composite) ? composite : null, null);
	}

	/** Those that are served. */
	List<RegistryReport> reports() {
		return (this.served != null) ? this.served.reports() : List.of();
	}

	@Nullable Map<String, RegistryDescriptor> registries() {
		return (this.served != null) ? reports().stream()
			.collect(Collectors.toMap(RegistryReport::name, RegistryDescriptor::of, (a, b) -> a, LinkedHashMap::new))
				: null;
	}

	@Nullable ShadowDescriptor shadow() {
		return (this.shadowed != null) ? ShadowDescriptor.of(this.shadowed.report()) : null;
	}

	private static <T> List<T> atMost(List<T> all, int most) {
		return all.subList(0, Math.min(most, all.size()));
	}

	/**
	 * One of several registries.
	 *
	 * @param backend the kind of its backend
	 * @param region where it is, if that is configured
	 * @param zone where it is, if that is configured
	 * @param state IDLE, WAITING, ANSWERING or FAILING
	 * @param watches how many watches are open
	 * @param failing how many of them it can't answer at the moment
	 * @param failingForSeconds for how long at least one of them has failed, 0 if none
	 * does
	 * @param lastError why, if one does
	 */
	public record RegistryDescriptor(String backend, @Nullable String region, @Nullable String zone, String state,
			int watches, int failing, double failingForSeconds, @Nullable String lastError) {

		static RegistryDescriptor of(RegistryReport report) {
			return new RegistryDescriptor(report.kind(), report.place().region(), report.place().zone(),
					report.state().name(), report.watches(), report.failing(), report.failingFor().toMillis() / 1000.0,
					report.lastError());
		}

	}

	/**
	 * How the shadow compares with what is served.
	 *
	 * @param name the registry in the shadow
	 * @param registry how it does
	 * @param verdict AGREES, DIFFERS, or UNKNOWN where not everything can be compared
	 * @param services how many services are compared
	 * @param unknown how many of them can't be compared at the moment
	 * @param differing how many of them differ
	 * @param differences in what, for the first of them
	 * @param missingNames the first services that are served and that the shadow doesn't
	 * know
	 * @param extraNames the first services that only the shadow knows
	 */
	public record ShadowDescriptor(String name, RegistryDescriptor registry, String verdict, int services, int unknown,
			int differing, List<DifferenceDescriptor> differences, List<String> missingNames, List<String> extraNames) {

		static ShadowDescriptor of(ShadowReport report) {
			return new ShadowDescriptor(report.registry().name(), RegistryDescriptor.of(report.registry()),
					report.verdict().name(), report.services(), report.unknown(), report.differences().size(),
					atMost(report.differences(), MOST_SERVICES).stream().map(DifferenceDescriptor::of).toList(),
					atMost(report.missingNames(), MOST_NAMES), atMost(report.extraNames(), MOST_NAMES));
		}

	}

	/**
	 * In what the shadow differs about one service: ids of instances, the first of each
	 * kind.
	 *
	 * @param service the service's id
	 * @param instances how many instances differ
	 * @param missing served, and unknown to the shadow
	 * @param extra known to the shadow only
	 * @param health of another health there
	 * @param address at another host or port there
	 */
	public record DifferenceDescriptor(String service, int instances, List<String> missing, List<String> extra,
			List<String> health, List<String> address) {

		static DifferenceDescriptor of(Difference difference) {
			return new DifferenceDescriptor(difference.service(), difference.size(),
					atMost(difference.missing(), MOST_NAMES), atMost(difference.extra(), MOST_NAMES),
					atMost(difference.health(), MOST_NAMES), atMost(difference.address(), MOST_NAMES));
		}

	}

}
