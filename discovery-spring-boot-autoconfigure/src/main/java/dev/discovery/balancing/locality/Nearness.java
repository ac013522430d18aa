package dev.discovery.balancing.locality;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.model.Instance;
import org.jspecify.annotations.Nullable;

/**
 * Sorts instances by their rank, which the registry sets, and then by how near they are:
 * those in the same zone, those in the same region, then region by region as the
 * latencies say, then by the great circle where both ends say where they are, then the
 * rest. Where nothing is known of the own place, all are equally near.
 * <p>
 * Immutable. After Envoy's priority levels and the ranking of geographic routing.
 */
public final class Nearness {

	/** All of a rank are equally near. */
	public static final Nearness EQUAL = new Nearness(Place.UNKNOWN, Map.of());

	private static final Comparator<Distance> NEAREST_FIRST = Comparator.comparingInt(Distance::rank)
		.thenComparing(Distance::kind)
		.thenComparingDouble(Distance::value);

	private static final Pattern RANK = Pattern.compile("[0-9]{1,9}");

	private final Place own;

	private final Map<String, Duration> latencies;

	/**
	 * Creates it.
	 * @param own where this application runs
	 * @param latencies how long it takes from here to other regions, by their name
	 */
	public Nearness(Place own, Map<String, Duration> latencies) {
		this.own = own;
		this.latencies = Map.copyOf(latencies);
	}

	/**
	 * Sorts candidates.
	 * @param candidates some candidates
	 * @return them by tier, the nearest tier first; each tier in the order given
	 */
	public List<Tier> tiers(Candidate[] candidates) {
		boolean ranked = isRanked(candidates);
		if (this.own.equals(Place.UNKNOWN) && !ranked) {
			return List.of(new Tier("", candidates, IntStream.range(0, candidates.length).toArray()));
		}
		Map<String, Group> groups = new LinkedHashMap<>();
		for (int i = 0; i < candidates.length; i++) {
			Distance distance = distance(candidates[i].instance());
			distance = ranked ? distance.ranked(rank(candidates[i])) : distance;
			groups.computeIfAbsent(distance.where(), Group::new).add(i, distance);
		}
		return groups.values()
			.stream()
			.sorted(Comparator.comparing(Group::nearest, NEAREST_FIRST))
			.map((group) -> group.toTier(candidates))
			.toList();
	}

	private static boolean isRanked(Candidate[] candidates) {
		for (Candidate candidate : candidates) {
			if (rank(candidate) != rank(candidates[0])) {
				return true;
			}
		}
		return false;
	}

	private static int rank(Candidate candidate) {
		String text = candidate.instance().getMetadata().get(Instance.PRIORITY);
		return (text != null && RANK.matcher(text).matches()) ? Integer.parseInt(text) : 0;
	}

	private Distance distance(Instance instance) {
		String region = instance.getLocality().region();
		String zone = instance.getLocality().zone();
		String ownRegion = this.own.locality().region();
		boolean sameRegion = ownRegion != null && ownRegion.equals(region);
		if (zone != null && zone.equals(this.own.locality().zone())
				&& (sameRegion || region == null || ownRegion == null)) {
			return new Distance(0, Kind.ZONE, 0, "zone " + zone);
		}
		if (sameRegion) {
			return new Distance(0, Kind.REGION, 0, "region " + region);
		}
		Duration latency = (region != null) ? this.latencies.get(region) : null;
		if (latency != null) {
			return new Distance(0, Kind.LATENCY, latency.toNanos(), "region " + region);
		}
		Point point = (this.own.point() != null) ? Point.of(instance.getMetadata()) : null;
		if (point != null) {
			double kilometres = Objects.requireNonNull(this.own.point()).distanceTo(point);
			return new Distance(0, Kind.DISTANCE, kilometres, (region != null) ? "region " + region
					: String.format(Locale.ROOT, "%.2f, %.2f", point.latitude(), point.longitude()));
		}
		return new Distance(0, Kind.UNKNOWN, 0, "elsewhere");
	}

	private enum Kind {

		ZONE, REGION, LATENCY, DISTANCE, UNKNOWN

	}

	/**
	 * How far away one is.
	 *
	 * @param rank the rank that the registry gives it, which counts before all else
	 * @param kind how that is known
	 * @param value more is farther, within a kind
	 * @param where the same for all that are as far away
	 */
	private record Distance(int rank, Kind kind, double value, String where) {

		Distance ranked(int other) {
			String place = (this.kind != Kind.UNKNOWN) ? ", " + this.where : "";
			return new Distance(other, this.kind, this.value, "priority " + other + place);
		}

	}

	/**
	 * Those at the same place.
	 */
	private static final class Group {

		private final String where;

		private final IntStream.Builder places = IntStream.builder();

		private @Nullable Distance nearest;

		Group(String where) {
			this.where = where;
		}

		void add(int place, Distance distance) {
			this.places.add(place);
			if (this.nearest == null || NEAREST_FIRST.compare(distance, this.nearest) < 0) {
				this.nearest = distance;
			}
		}

		Distance nearest() {
			return Objects.requireNonNull(this.nearest);
		}

		Tier toTier(Candidate[] candidates) {
			int[] places = this.places.build().toArray();
			return new Tier(this.where,
					Arrays.stream(places).mapToObj((place) -> candidates[place]).toArray(Candidate[]::new), places);
		}

	}

	/**
	 * Those who are equally near.
	 *
	 * @param where the place, in words; empty where places don't matter
	 * @param members the candidates
	 * @param places where they stood in the order given
	 */
	public record Tier(String where, Candidate[] members, int[] places) {
	}

}
