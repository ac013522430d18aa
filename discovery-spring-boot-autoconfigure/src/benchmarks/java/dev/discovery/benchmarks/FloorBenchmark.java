package dev.discovery.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.discovery.backend.ScriptedBackend;
import dev.discovery.model.Instance;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The least that a pick can cost, with nothing of ours in it.
 */
public class FloorBenchmark extends InNanoseconds {

	/** How many instances there are. */
	@Param({ "10", "100", "1000" })
	public int instances;

	private final Map<String, Service> services = new ConcurrentHashMap<>();

	private final AtomicInteger counter = new AtomicInteger();

	private volatile Instance[] array = {};

	/** Fills the tables. */
	@Setup
	public void fill() {
		List<Instance> all = IntStream.range(0, this.instances)
			.mapToObj((i) -> ScriptedBackend.instance("orders", i + 1))
			.toList();
		this.array = all.toArray(Instance[]::new);
		Tracked[] tracked = all.stream()
			.map((instance) -> new Tracked(instance, new AtomicInteger()))
			.toArray(Tracked[]::new);
		this.services.put("orders", new Service(tracked, new AtomicInteger()));
		// as in PickBenchmark
		IntStream.range(0, this.instances / 2).forEach((i) -> tracked[i].inFlight().incrementAndGet());
	}

	/** A volatile read of an array and an atomic increment. */
	@Benchmark
	public Instance array() {
		Instance[] known = this.array;
		return known[Integer.remainderUnsigned(this.counter.getAndIncrement(), known.length)];
	}

	/** The floor of a round robin: a map, and an atomic increment. */
	@Benchmark
	public Instance mapAndAtomic() {
		Service service = this.services.get("orders");
		return service.members()[Integer.remainderUnsigned(service.next().getAndIncrement(), service.members().length)]
			.instance();
	}

	/**
	 * The tracked floor: a map, two random choices, the one with fewer in flight, and
	 * that counted.
	 */
	@Benchmark
	public Instance powerOfTwoChoicesAndTrack() {
		Tracked[] members = this.services.get("orders").members();
		ThreadLocalRandom random = ThreadLocalRandom.current();
		Tracked first = members[random.nextInt(members.length)];
		Tracked second = members[random.nextInt(members.length)];
		Tracked picked = (second.inFlight().get() < first.inFlight().get()) ? second : first;
		picked.inFlight().getAndIncrement();
		picked.inFlight().getAndDecrement();
		return picked.instance();
	}

	/** The same with the time that the call took: two looks at the clock. */
	@Benchmark
	public long powerOfTwoChoicesTrackAndTime() {
		long begin = System.nanoTime();
		return powerOfTwoChoicesAndTrack().getPort() + System.nanoTime() - begin;
	}

	/** What one look at the clock costs. */
	@Benchmark
	public long clock() {
		return System.nanoTime();
	}

	private record Tracked(Instance instance, AtomicInteger inFlight) {
	}

	private record Service(Tracked[] members, AtomicInteger next) {
	}

}
