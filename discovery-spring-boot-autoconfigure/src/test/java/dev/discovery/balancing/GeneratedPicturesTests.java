package dev.discovery.balancing;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import dev.discovery.balancing.SlowInstanceSimulation.Result;
import dev.discovery.balancing.locality.Spillover;
import dev.discovery.balancing.policy.Candidate;
import dev.discovery.balancing.policy.PickContext;
import dev.discovery.balancing.policy.Picker;
import dev.discovery.balancing.policy.Policies;
import dev.discovery.balancing.policy.Policy;
import dev.discovery.balancing.policy.PolicyFixture;
import dev.discovery.documentation.BarChart;
import dev.discovery.documentation.GeneratedFile;
import dev.discovery.documentation.LineChart;
import dev.discovery.documentation.LineChart.Axis;
import dev.discovery.fitness.SlowStart;
import dev.discovery.time.Randomness;
import org.junit.jupiter.api.Test;

/**
 * The pictures of {@code docs/load-balancing.md} and its neighbours show what the code
 * does: seeded, in virtual time.
 */
class GeneratedPicturesTests {

	private static final int KEYS = 20_000;

	@Test
	void policiesBesideASlowInstance() throws IOException {
		List<Policy> policies = PolicyContractTests.policies().toList();
		BarChart chart = new BarChart("One of ten instances is ten times as slow: how long calls take",
				"99th percentile: the policies that look at calls in flight or at their cost stay far below those that don't",
				List.of("1,000 calls/s: median", "99th percentile", "4,000: 99th"), "ms", 1_000, policies.size());
		for (int i = 0; i < policies.size(); i++) {
			Policy policy = policies.get(i);
			Result few = SlowInstanceSimulation.run(policy, 5, 1_000, 1);
			Result many = SlowInstanceSimulation.run(policy, 5, 4_000, 1);
			boolean bounded = i > 0 && policies.get(i - 1).name().equals(policy.name());
			chart.row(bounded ? policy.name() + ", bounded" : policy.name(), Math.round(few.p50()),
					Math.round(few.p99()), Math.round(many.p99()));
		}
		GeneratedFile.assertUpToDate("images/policies.svg", chart.svg());
	}

	@Test
	void slowStartOfANewInstance() throws IOException {
		LineChart chart = new LineChart("Slow start: the share of a new instance beside three old ones",
				"It grows from a tenth of a full share to the full quarter of the calls within 30 seconds",
				new Axis("seconds since it came (slow-start: 30s)", 0, 5, 10, 15, 20, 25, 30, 35),
				new Axis("% of the calls", 0, 5, 10, 15, 20, 25, 30));
		for (double aggression : new double[] { 1, 3 }) {
			chart.line("slow-start-aggression: " + (int) aggression,
					IntStream.rangeClosed(0, 35).asDoubleStream().toArray(), sharesOfTheNewOne(aggression));
		}
		GeneratedFile.assertUpToDate("images/slow-start.svg", chart.svg());
	}

	private static double[] sharesOfTheNewOne(double aggression) {
		BalancedOrders orders = new BalancedOrders(
				BalancingSettings.of(Policies.roundRobin()).with(new SlowStart(Duration.ofSeconds(30), aggression)), 3,
				Randomness.seeded(1));
		orders.balancer.pick("orders", PickContext.NONE);
		orders.answer(4);
		return IntStream.rangeClosed(0, 35).mapToDouble((second) -> {
			long picked = IntStream.range(0, 4_000)
				.mapToObj((i) -> orders.balancer.pick("orders", PickContext.NONE))
				.filter((candidate) -> candidate.instance().getPort() == 4)
				.count();
			orders.time.advance(Duration.ofSeconds(1));
			return picked / 40.0;
		}).toArray();
	}

	@Test
	void spillOver() throws IOException {
		double[] fit = IntStream.rangeClosed(0, 100).asDoubleStream().toArray();
		LineChart chart = new LineChart("Spill-over: which part of the calls stays near",
				"All calls stay in the own zone down to 72 fit instances of 100; below that their part falls evenly to zero",
				new Axis("fit instances of the own zone, in %", 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100),
				new Axis("% of the calls", 0, 20, 40, 60, 80, 100));
		chart.line("own zone", fit, shares(fit, 0)).line("next tier, all fit", fit, shares(fit, 1));
		GeneratedFile.assertUpToDate("images/spill-over.svg", chart.svg());
	}

	private static double[] shares(double[] fit, int tier) {
		return Arrays.stream(fit)
			.map((near) -> new Spillover(new int[] { (int) near, 100 }, new int[] { 100, 100 }).shares()[tier] / 100.0)
			.toArray();
	}

	@Test
	void keysThatMove() throws IOException {
		double[] sizes = DoubleStream.of(2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20).toArray();
		LineChart chart = new LineChart("Keys that move to another instance when one leaves",
				"With consistent-hash only those of the one that left move, with a remainder nearly all",
				new Axis("instances before", 2, 4, 6, 8, 10, 12, 14, 16, 18, 20),
				new Axis("% of the keys", 0, 20, 40, 60, 80, 100));
		chart.line("consistent-hash", sizes, Arrays.stream(sizes).map((size) -> moved((int) size)).toArray())
			.line("hash modulo instances", sizes,
					Arrays.stream(sizes).map((size) -> movedByRemainder((int) size)).toArray());
		GeneratedFile.assertUpToDate("images/keys-that-move.svg", chart.svg());
	}

	private static double moved(int size) {
		Policy policy = PolicyContractTests.policies()
			.filter((candidate) -> candidate.name().equals("consistent-hash"))
			.findFirst()
			.orElseThrow();
		Candidate[] all = new PolicyFixture().candidates(size);
		Picker before = policy.over(all, PolicyFixture.rotation(1));
		Picker after = policy.over(Arrays.copyOf(all, size - 1), PolicyFixture.rotation(1));
		return percentOfKeys((key) -> {
			PickContext context = PolicyFixture.with("header", "user-" + key);
			return before.pick(context) != after.pick(context);
		});
	}

	private static double movedByRemainder(int size) {
		return percentOfKeys((key) -> {
			int hash = ("user-" + key).hashCode();
			return Math.floorMod(hash, size) != Math.floorMod(hash, size - 1);
		});
	}

	private static double percentOfKeys(IntPredicate moves) {
		return 100.0 * IntStream.range(0, KEYS).filter(moves).count() / KEYS;
	}

}
