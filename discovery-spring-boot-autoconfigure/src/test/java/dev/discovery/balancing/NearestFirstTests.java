package dev.discovery.balancing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.balancing.locality.Capacity;
import dev.discovery.balancing.locality.Nearness;
import dev.discovery.balancing.locality.Place;
import dev.discovery.balancing.locality.Placement;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.directory.DirectoryObserver;
import dev.discovery.directory.DirectorySettings;
import dev.discovery.directory.ServiceDirectory;
import dev.discovery.model.Health;
import dev.discovery.model.Instance;
import dev.discovery.model.Locality;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for calls that stay near as long as there are enough who are fit.
 */
class NearestFirstTests {

	private static final int CALLS = 20_000;

	private final VirtualTime time = new VirtualTime();

	private final ScriptedBackend backend = new ScriptedBackend();

	private final ServiceDirectory directory = new ServiceDirectory(this.backend, DirectorySettings.DEFAULT, this.time,
			this.time, DirectoryObserver.NONE);

	private final Nearness nearness = new Nearness(new Place(Locality.of("eu", "eu-a"), null), Map.of());

	private final List<Boolean> panics = new ArrayList<>();

	private Policy policy = Policies.leastRequest();

	private Placement placement = new Placement(this.nearness, Capacity.ANY);

	private final Balancer balancer = new Balancer(this.directory,
			(serviceId) -> BalancingSettings.of(this.policy).with(this.placement),
			new BalancingRuntime(this.time, this.time, Randomness.seeded(1), new BalancingObserver() {

				@Override
				public void panicked(String serviceId, boolean panic) {
					NearestFirstTests.this.panics.add(panic);
				}

			}));

	@AfterEach
	void close() {
		this.directory.close();
	}

	@Test
	void callsOnlyTheOwnZoneWhileItIsFit() {
		answer(zone("eu-a", 4), zone("eu-b", 4), zone("us-a", 4));
		assertThat(shares()).containsOnlyKeys("eu-a");
		assertThat(this.balancer.pool("orders").selection().levels()).extracting(Level::where)
			.containsExactly("zone eu-a", "region eu", "elsewhere");
	}

	@Test
	void spillsOverAsMuchAsTheOwnZoneIsUnfit() {
		answer(zone("eu-a", 4), zone("eu-b", 4), zone("us-a", 4));
		quarantine(0, 2);
		assertThat(shares().get("eu-a")).isCloseTo(0.7, within(0.01));
		assertThat(shares().get("eu-b")).isCloseTo(0.3, within(0.01));
		quarantine(2, 3);
		assertThat(shares().get("eu-a")).isCloseTo(0.35, within(0.01));
		quarantine(3, 4);
		assertThat(shares()).containsOnlyKeys("eu-b");
		this.time.advance(Duration.ofMinutes(11));
		assertThat(shares()).containsOnlyKeys("eu-a");
		assertThat(this.panics).isEmpty();
	}

	@Test
	void spillsOverWhereTheRegistrySaysThatNearOnesAreDown() {
		List<Instance> near = List.of(instance(1, "eu-a", Map.of()), instance(2, "eu-a", Map.of()));
		List<Instance> all = new ArrayList<>(near);
		all.add(instance(3, "eu-a", Map.of()).withHealth(Health.DOWN));
		all.add(instance(4, "eu-a", Map.of()).withHealth(Health.DOWN));
		all.add(instance(5, "eu-b", Map.of()));
		this.directory.prewarm(List.of("orders"));
		this.backend.answer("orders", all.toArray(Instance[]::new));
		assertThat(shares().get("eu-a")).isCloseTo(0.7, within(0.01));
		assertThat(this.balancer.explain("orders").instances()).extracting(InstanceReport::reason)
			.filteredOn("the registry says DOWN"::equals)
			.hasSize(2);
		assertThat(this.panics).isEmpty();
	}

	@Test
	void callsTheFirstRankWhereverItIsAndTheNextOneWhenItIsUnfit() {
		Map<String, String> second = Map.of(Instance.PRIORITY, "1");
		answer(List.of(instance(1, "us-a", Map.of()), instance(2, "us-a", Map.of())),
				List.of(instance(3, "eu-a", second), instance(4, "eu-a", second)));
		assertThat(shares()).containsOnlyKeys("us-a");
		quarantine(0, 2);
		assertThat(shares()).containsOnlyKeys("eu-a");
	}

	@Test
	void panicsOnlyWhereAllTogetherCannotTakeTheCalls() {
		answer(zone("eu-a", 4), zone("eu-b", 4));
		fail(0, 4);
		assertThat(shares()).containsOnlyKeys("eu-b");
		assertThat(this.panics).isEmpty();
	}

	@Test
	void panicsNowhereWhereNoCallsGo() {
		answer(zone("eu-a", 4), zone("eu-b", 4));
		fail(0, 6);
		assertThat(shares()).containsOnlyKeys("eu-b");
		assertThat(this.balancer.explain("orders").instances())
			.filteredOn((report) -> "eu-a".equals(report.instance().getLocality().zone()))
			.hasSize(3)
			.allSatisfy((report) -> {
				assertThat(report.pickable()).isFalse();
				assertThat(report.reason()).isEqualTo("the health check says: sick");
			});
		assertThat(this.panics).isEmpty();
	}

	@Test
	void usesAllWhereNobodyIsFitAnywhereAndTheNearOnesAreDown() {
		this.directory.prewarm(List.of("orders"));
		this.backend.answer("orders", instance(1, "eu-a", Map.of()).withHealth(Health.DOWN),
				instance(2, "eu-a", Map.of()).withHealth(Health.DOWN), instance(3, "eu-b", Map.of()));
		this.balancer.pool("orders").candidates().get(0).stats().ailment("sick");
		this.backend.answer("orders", instance(1, "eu-a", Map.of()).withHealth(Health.DOWN),
				instance(3, "eu-b", Map.of()));
		assertThat(shares()).containsOnlyKeys("eu-b");
	}

	@Test
	void usesAllWhereNobodyIsFitAnywhereAndTheNearOnesAreInQuarantine() {
		answer(zone("eu-a", 2), zone("eu-b", 2), zone("us-a", 1));
		quarantine(0, 2);
		fail(0, 3);
		assertThat(shares()).containsOnlyKeys("eu-b", "us-a");
		assertThat(this.panics).contains(true);
	}

	@Test
	void ejectsWhoIsBothUnfitAndWithoutCapacity() {
		this.placement = new Placement(Nearness.EQUAL, new Capacity(10));
		answer(List.of(instance(1, "eu-a", Map.of("capacity", "1")), instance(2, "eu-a", Map.of()),
				instance(3, "eu-a", Map.of())));
		this.balancer.pool("orders").find(instance(1, "eu-a", Map.of())).stats().ailment("sick");
		this.backend.answer("orders", instance(1, "eu-a", Map.of("capacity", "1")), instance(2, "eu-a", Map.of()));
		assertThat(this.balancer.explain("orders").instances().get(0).passedOver()).isEqualTo(Step.HEALTH_CHECK);
	}

	@Test
	void retriesInTheOwnZoneThenInTheRegionThenFarAway() {
		answer(zone("eu-a", 2), zone("eu-b", 1), zone("us-a", 1));
		List<String> tried = new ArrayList<>();
		PickContext context = (candidate) -> tried.contains(candidate.instance().getInstanceId());
		List<String> zones = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Instance picked = this.balancer.pool("orders").pick(context).instance();
			tried.add(picked.getInstanceId());
			zones.add(picked.getLocality().zone());
		}
		assertThat(zones).containsExactly("eu-a", "eu-a", "eu-b", "us-a");
		assertThat(this.balancer.pool("orders").pick(context)).isNull();
		assertThat(tried).doesNotHaveDuplicates();
	}

	@Test
	void passesOverWhoSaysThatItsCapacityIsGone() {
		this.placement = new Placement(Nearness.EQUAL, new Capacity(10));
		answer(List.of(instance(1, "eu-a", Map.of("capacity", "9")), instance(2, "eu-a", Map.of("capacity", "10")),
				instance(3, "eu-a", Map.of()), instance(4, "eu-a", Map.of("capacity", "plenty")),
				instance(5, "eu-a", Map.of("capacity", "NaN"))));
		List<String> picked = IntStream.range(0, 300)
			.mapToObj((i) -> this.balancer.pool("orders").pick(PickContext.NONE).instance().getInstanceId())
			.distinct()
			.toList();
		assertThat(picked).containsExactlyInAnyOrder("orders-localhost-2", "orders-localhost-3", "orders-localhost-4",
				"orders-localhost-5");
		assertThat(this.balancer.explain("orders").instances()).filteredOn((report) -> report.instance().getPort() == 1)
			.singleElement()
			.satisfies((report) -> {
				assertThat(report.passedOver()).isEqualTo(Step.CAPACITY);
				assertThat(report.share()).isZero();
				assertThat(report.reason())
					.startsWith("picked last: its metadata says that its capacity is less than 10");
			});
		answer(List.of(instance(1, "eu-a", Map.of("capacity", "0"))));
		assertThat(this.balancer.pool("orders").pick(PickContext.NONE)).isNotNull();
	}

	@Test
	void explainsHowNearEachIsAndWhatItGets() {
		answer(zone("eu-a", 4), zone("eu-b", 2), zone("us-a", 1));
		quarantine(0, 2);
		assertThat(this.balancer.explain("orders").instances()).extracting(InstanceReport::reason)
			.anySatisfy((reason) -> assertThat(reason)
				.isEqualTo("fit: the registry says UP; 70 % of the calls go to zone eu-a"))
			.anySatisfy((reason) -> assertThat(reason)
				.isEqualTo("fit: the registry says UP; 30 % of the calls go to region eu"))
			.anySatisfy((reason) -> assertThat(reason)
				.isEqualTo("fit: the registry says UP; no calls go to elsewhere while the nearer ones can take them"));
	}

	@Test
	void saysWhichShareEachGetsByPlaceAndWeight() {
		this.policy = Policies.weighted();
		answer(List.of(instance(1, "eu-a", Map.of("weight", "3")), instance(2, "eu-a", Map.of()),
				instance(3, "eu-b", Map.of()), instance(4, "eu-b", Map.of("weight", "4"))));
		quarantine(0, 1);
		Map<Integer, Double> shares = this.balancer.explain("orders")
			.instances()
			.stream()
			.collect(Collectors.toMap((report) -> report.instance().getPort(), InstanceReport::share));
		assertThat(shares.get(1)).isZero();
		assertThat(shares.get(2)).isCloseTo(0.7, within(0.001));
		assertThat(shares.get(3)).isCloseTo(0.06, within(0.001));
		assertThat(shares.get(4)).isCloseTo(0.24, within(0.001));
	}

	private Map<String, Double> shares() {
		return IntStream.range(0, CALLS)
			.mapToObj((i) -> this.balancer.pool("orders").pick(PickContext.NONE).instance().getLocality().zone())
			.collect(Collectors.groupingBy((zone) -> zone,
					Collectors.collectingAndThen(Collectors.counting(), (count) -> (double) count / CALLS)));
	}

	private void quarantine(int from, int to) {
		for (int i = from; i < to; i++) {
			this.balancer.quarantine("orders", "orders-localhost-" + (i + 1), Duration.ofMinutes(10), "a look at it");
		}
	}

	private void fail(int from, int to) {
		this.balancer.pool("orders")
			.candidates()
			.subList(from, to)
			.forEach((candidate) -> candidate.stats().ailment("sick"));
		this.backend.answer("orders", this.known.subList(1, this.known.size()).toArray(Instance[]::new));
	}

	private List<Instance> known = List.of();

	@SafeVarargs
	private void answer(List<Instance>... zones) {
		List<Instance> all = new ArrayList<>();
		int port = 0;
		for (List<Instance> zone : zones) {
			for (Instance instance : zone) {
				port++;
				all.add(instance(port, instance.getLocality().zone(), instance.getMetadata()));
			}
		}
		this.known = all;
		this.directory.prewarm(List.of("orders"));
		this.backend.answer("orders", all.toArray(Instance[]::new));
		this.balancer.pool("orders");
	}

	private static List<Instance> zone(String zone, int count) {
		return IntStream.range(0, count).mapToObj((i) -> instance(i + 1, zone, Map.of())).toList();
	}

	private static Instance instance(int port, String zone, Map<String, String> metadata) {
		return Instance.builder("orders", "localhost", port)
			.metadata(metadata)
			.locality(Locality.of(zone.substring(0, 2), zone))
			.build();
	}

}
