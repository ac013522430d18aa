package dev.discovery.balancing.locality;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.discovery.balancing.policy.Candidate;
import dev.discovery.fitness.FailureListener;
import dev.discovery.fitness.InstanceStats;
import dev.discovery.fitness.Pulse;
import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.test.VirtualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link Nearness}.
 */
class NearnessTests {

	private static final Point FRANKFURT = new Point(50.11, 8.68);

	private static final Map<String, String> PARIS = Map.of("latitude", "48.86", "longitude", "2.35");

	private static final Map<String, String> NEW_YORK = Map.of("latitude", "40.71", "longitude", "-74.01");

	private final VirtualTime time = new VirtualTime();

	private int port;

	@Test
	void takesTheZoneFirstThenTheRegionThenTheOthersByTheirLatency() {
		Nearness nearness = new Nearness(new Place(Locality.of("eu", "eu-a"), null),
				Map.of("us", Duration.ofMillis(90), "ap", Duration.ofMillis(200)));
		assertThat(tiers(nearness, at("ap", "ap-a"), at("eu", "eu-b"), at("us", "us-a"), at("eu", "eu-a"),
				at("sa", "sa-a"), in("eu"), nowhere()))
			.containsExactly("zone eu-a: 4", "region eu: 2 6", "region us: 3", "region ap: 1", "elsewhere: 5 7");
	}

	@Test
	void takesZonesOfTheSameNameInOtherRegionsForOthers() {
		Nearness nearness = new Nearness(new Place(Locality.of("eu", "a"), null), Map.of());
		assertThat(tiers(nearness, at("us", "a"), at("eu", "a"), at(null, "a"))).containsExactly("zone a: 2 3",
				"elsewhere: 1");
	}

	@Test
	void knowsAZoneWithoutARegion() {
		Nearness nearness = new Nearness(new Place(Locality.of(null, "a"), null), Map.of());
		assertThat(tiers(nearness, at("eu", "b"), at("eu", "a"), nowhere())).containsExactly("zone a: 2",
				"elsewhere: 1 3");
	}

	@Test
	void goesByTheGreatCircleWhereBothEndsSayWhereTheyAre() {
		Nearness nearness = new Nearness(new Place(Locality.UNKNOWN, FRANKFURT), Map.of());
		assertThat(tiers(nearness, at(NEW_YORK), nowhere(), at(PARIS), at(NEW_YORK), at(Map.of("latitude", "1"))))
			.containsExactly("48.86, 2.35: 3", "40.71, -74.01: 1 4", "elsewhere: 2 5");
		assertThat(tiers(nearness, at(Map.of("latitude", "north", "longitude", "1")),
				at(Map.of("latitude", "91", "longitude", "1"))))
			.containsExactly("elsewhere: 1 2");
	}

	@Test
	void keepsARegionTogetherHoweverFarApartItsInstancesAre() {
		Nearness nearness = new Nearness(new Place(Locality.of("eu", null), FRANKFURT), Map.of());
		assertThat(tiers(nearness, in("us", NEW_YORK), in("fr", PARIS),
				in("us", Map.of("latitude", "49", "longitude", "8"))))
			.containsExactly("region us: 1 3", "region fr: 2");
	}

	@Test
	void makesNoDifferenceWhereTheOwnPlaceIsUnknown() {
		assertThat(tiers(Nearness.EQUAL, at("ap", "ap-a"), at("eu", "eu-b"))).containsExactly(": 1 2");
		assertThat(Nearness.EQUAL.tiers(new Candidate[0])).hasSize(1);
	}

	@Test
	void measuresTheGreatCircle() {
		Point newYork = new Point(40.71, -74.01);
		assertThat(FRANKFURT.distanceTo(newYork)).isCloseTo(6200, within(40.0));
		assertThat(newYork.distanceTo(FRANKFURT)).isEqualTo(FRANKFURT.distanceTo(newYork));
		assertThat(new Point(0, 179.5).distanceTo(new Point(0, -179.5))).isCloseTo(111, within(1.0));
		assertThat(new Point(90, 0).distanceTo(new Point(-90, 0))).isCloseTo(Math.PI * 6371, within(0.001));
		assertThat(FRANKFURT.distanceTo(FRANKFURT)).isZero();
	}

	@Test
	void takesRanksBeforeNearness() {
		Nearness nearness = new Nearness(new Place(Locality.of("eu", "eu-a"), null), Map.of());
		assertThat(tiers(nearness, ranked("eu-a", "10"), ranked("eu-b", "2"), ranked("eu-a", "2"), ranked("eu-b", "x")))
			.containsExactly("priority 0, region eu: 4", "priority 2, zone eu-a: 3", "priority 2, region eu: 2",
					"priority 10, zone eu-a: 1");
		assertThat(tiers(Nearness.EQUAL, ranked("a", "1"), nowhere(), ranked("b", "1")))
			.containsExactly("priority 0: 2", "priority 1: 1 3");
	}

	@Test
	void takesARankThatAllHaveForNone() {
		assertThat(tiers(Nearness.EQUAL, ranked("a", "7"), ranked("b", "7"))).containsExactly(": 1 2");
	}

	private Candidate ranked(String zone, String rank) {
		return candidate(Locality.of("eu", zone), Map.of(Instance.PRIORITY, rank));
	}

	private static List<String> tiers(Nearness nearness, Candidate... candidates) {
		int first = candidates[0].instance().getPort() - 1;
		return nearness.tiers(candidates)
			.stream()
			.map((tier) -> Arrays.stream(tier.members())
				.map((member) -> " " + (member.instance().getPort() - first))
				.reduce(tier.where() + ":", String::concat))
			.toList();
	}

	private Candidate nowhere() {
		return candidate(Locality.UNKNOWN, Map.of());
	}

	private Candidate in(String region) {
		return in(region, Map.of());
	}

	private Candidate at(String region, String zone) {
		return candidate(Locality.of(region, zone), Map.of());
	}

	private Candidate at(Map<String, String> metadata) {
		return candidate(Locality.UNKNOWN, metadata);
	}

	private Candidate in(String region, Map<String, String> metadata) {
		return candidate(Locality.of(region, null), metadata);
	}

	private Candidate candidate(Locality locality, Map<String, String> metadata) {
		Instance instance = Instance.builder("orders", "10.0.0.1", ++this.port)
			.locality(locality)
			.metadata(metadata)
			.build();
		return new Candidate(instance, new InstanceStats(this.time, new Pulse(this.time), FailureListener.NONE));
	}

}
