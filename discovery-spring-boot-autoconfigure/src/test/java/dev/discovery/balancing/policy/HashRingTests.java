package dev.discovery.balancing.policy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HashRingTests {

	private static final int SERVICES = 12;

	@ParameterizedTest
	@ValueSource(ints = { 2, 3, 5, 10, 17, 20, 50, 100, 200 })
	void nobodyOwnsMoreThanAFifthMoreThanItsPart(int count) {
		for (int service = 0; service < SERVICES; service++) {
			int[] owned = owned(new HashRing(ids(service, count), same(count)), count);
			assertThat(Arrays.stream(owned).max().orElseThrow()).as("service %s: %s", service, Arrays.toString(owned))
				.isLessThanOrEqualTo((int) (1.2 * HashRing.POINTS / count));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 20, 100 })
	void onlyTheLeaversPointsMoveAndEachToItsHeirWhoeverLeaves(int count) {
		long[] ids = ids(1, count);
		double[] weights = new Random(count).ints(count, 1, 4).asDoubleStream().toArray();
		HashRing before = new HashRing(ids, weights);
		for (int leaver = 0; leaver < count; leaver++) {
			int left = leaver;
			int[] stay = IntStream.range(0, count).filter((place) -> place != left).toArray();
			HashRing after = new HashRing(Arrays.stream(stay).mapToLong((place) -> ids[place]).toArray(),
					Arrays.stream(stay).mapToDouble((place) -> weights[place]).toArray());
			for (int point = 0; point < HashRing.POINTS; point++) {
				int owner = before.place(point, 0);
				int expected = (owner != leaver) ? owner : before.place(point, 1);
				if (stay[after.place(point, 0)] != expected) {
					assertThat(stay[after.place(point, 0)]).as("point %s without %s", point, leaver)
						.isEqualTo(expected);
				}
			}
		}
	}

	/** Who comes first is worked out for all visits to all points, in no order. */
	@ParameterizedTest
	@CsvSource({ "2, 1", "2, 1000000000", "3, 50", "7, 1", "40, 10", "40, 1000000000", "300, 1" })
	void theOwnerComesFirstOfAllAndTheHeirNext(int count, int heaviest) {
		long[] ids = ids(2, count);
		double[] weights = new Random(heaviest).ints(count, 0, heaviest)
			.mapToDouble((weight) -> weight + 1.0)
			.toArray();
		double[] first = never();
		double[] second = never();
		int[] owners = new int[HashRing.POINTS];
		int[] heirs = new int[HashRing.POINTS];
		for (int place = 0; place < count; place++) {
			double start = (ids[place] >>> 11) * 0x1p-53 / HashRing.POINTS;
			double waited = 0;
			for (int visit = 0; visit < HashRing.POINTS; visit++) {
				int point = Arrivals.point(Hashing.mix(ids[place]), visit);
				double arrival = ((float) waited + start) / weights[place];
				waited += 1.0 / (HashRing.POINTS - visit);
				if (arrival < first[point]) {
					second[point] = first[point];
					heirs[point] = owners[point];
					first[point] = arrival;
					owners[point] = place;
				}
				else if (arrival < second[point]) {
					second[point] = arrival;
					heirs[point] = place;
				}
			}
		}
		HashRing ring = new HashRing(ids, weights);
		IntStream points = IntStream.range(0, HashRing.POINTS);
		assertThat(points.map((point) -> ring.place(point, 0)).toArray()).isEqualTo(owners);
		points = IntStream.range(0, HashRing.POINTS);
		assertThat(points.map((point) -> ring.place(point, 1)).toArray()).isEqualTo(heirs);
	}

	@Test
	void aPlaceVisitsEveryPointOnce() {
		for (long id : ids(3, 50)) {
			assertThat(IntStream.range(0, HashRing.POINTS).map((visit) -> Arrivals.point(id, visit)).distinct().count())
				.isEqualTo(HashRing.POINTS);
		}
	}

	@Test
	void pointsAreOwnedInProportionToTheWeights() {
		double[] weights = { 1, 2, 3, 10, 100, 1, 2, 3, 10, 100 };
		double sum = Arrays.stream(weights).sum();
		double[] shares = new double[weights.length];
		for (int service = 0; service < SERVICES; service++) {
			int[] owned = owned(new HashRing(ids(service, weights.length), weights), weights.length);
			for (int place = 0; place < weights.length; place++) {
				shares[place] += owned[place] / (double) HashRing.POINTS / SERVICES;
			}
		}
		for (int place = 0; place < weights.length; place++) {
			assertThat(shares[place] * sum / weights[place]).as("weight %s", weights[place]).isBetween(0.96, 1.04);
		}
	}

	@Test
	void oneAloneOwnsAll() {
		HashRing ring = new HashRing(new long[] { 42 }, new double[] { 3 });
		assertThat(owned(ring, 1)).containsExactly(HashRing.POINTS);
		assertThat(ring.place(7, 1)).isZero();
	}

	@Test
	void hasRoomForAsManyAsItHasPoints() {
		int room = HashRing.POINTS;
		assertThat(Arrays.stream(owned(new HashRing(ids(4, room), same(room)), room)).sum()).isEqualTo(room);
		assertThatIllegalArgumentException().isThrownBy(() -> new HashRing(ids(4, room + 1), same(room + 1)))
			.withMessageContaining("no room for 65537 instances")
			.withMessageContaining("slice");
	}

	private static int[] owned(HashRing ring, int count) {
		int[] owned = new int[count];
		for (int point = 0; point < HashRing.POINTS; point++) {
			owned[ring.place(point, 0)]++;
		}
		return owned;
	}

	private static double[] never() {
		double[] times = new double[HashRing.POINTS];
		Arrays.fill(times, Double.POSITIVE_INFINITY);
		return times;
	}

	private static double[] same(int count) {
		return IntStream.range(0, count).mapToDouble((place) -> 1).toArray();
	}

	/** As registries call them: by number, by address and port, or by chance. */
	private static long[] ids(int service, int count) {
		Random random = new Random(service);
		return IntStream.range(0, count).mapToObj((i) -> switch (service % 3) {
			case 0 -> "orders-" + service + '-' + i;
			case 1 -> "10." + service + '.' + (i / 250) + '.' + (i % 250) + ":8080";
			default -> "orders-" + Long.toHexString(random.nextLong());
		}).mapToLong(Hashing::of).toArray();
	}

}
