package dev.discovery.balancing.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RotationTests {

	@Test
	void goesRoundInOrderWhicheverWayAPlaceIsTaken() {
		Rotation rotation = beginningAt(3);
		List<Integer> places = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			places.add(rotation.next(new Remainder(5)));
			places.add(rotation.nextRelaxed(new Remainder(5)));
		}
		assertThat(places).containsExactly(3, 4, 0, 1, 2, 3, 4, 0);
	}

	@Test
	void goesOnWhenItHasCountedToTheEnd() {
		Rotation rotation = beginningAt(Integer.MAX_VALUE - 1);
		assertThat(IntStream.generate(() -> rotation.next(new Remainder(3))).limit(4)).containsExactly(0, 1, 0, 1);
		Rotation relaxed = beginningAt(Integer.MAX_VALUE - 1);
		assertThat(IntStream.generate(() -> relaxed.nextRelaxed(new Remainder(3))).limit(4)).containsExactly(0, 1, 0,
				1);
	}

	@Test
	void givesEachPlaceToOneThreadOnly() throws Exception {
		assertThat(taken(Rotation::next)).containsOnly(10_000);
	}

	@Test
	void prefersNobodyWhereThreadsShareAPlace() throws Exception {
		int[] taken = taken(Rotation::nextRelaxed);
		assertThat(IntStream.of(taken).sum()).isEqualTo(40_000);
		assertThat(IntStream.of(taken)).allMatch((times) -> times > 9_000 && times < 11_000);
	}

	private int[] taken(Way way) throws Exception {
		Rotation rotation = beginningAt(0);
		AtomicIntegerArray taken = new AtomicIntegerArray(4);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			Callable<Void> takes = () -> {
				for (int i = 0; i < 10_000; i++) {
					taken.getAndIncrement(way.next(rotation, new Remainder(4)));
				}
				return null;
			};
			for (var done : threads.invokeAll(List.of(takes, takes, takes, takes))) {
				done.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		return IntStream.range(0, 4).map(taken::get).toArray();
	}

	private static Rotation beginningAt(int first) {
		return new Rotation((bound) -> first);
	}

	/** How a place is taken. */
	private interface Way {

		int next(Rotation rotation, Remainder places);

	}

}
