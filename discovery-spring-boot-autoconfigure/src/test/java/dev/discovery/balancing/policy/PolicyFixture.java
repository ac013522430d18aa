package dev.discovery.balancing.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import dev.discovery.fitness.InstanceStats;
import dev.discovery.model.Instance;
import dev.discovery.test.VirtualTime;
import dev.discovery.time.Randomness;
import org.jspecify.annotations.Nullable;

/**
 * Candidates and requests for the tests of policies.
 */
public final class PolicyFixture {

	/** The time of all stats. */
	public final VirtualTime time = new VirtualTime();

	/**
	 * Candidates without weights.
	 */
	public Candidate[] candidates(int count) {
		return IntStream.range(0, count).mapToObj((i) -> candidate(i, null)).toArray(Candidate[]::new);
	}

	/**
	 * Candidates with weights, null for none.
	 */
	public Candidate[] weighing(@Nullable String... weights) {
		return IntStream.range(0, weights.length).mapToObj((i) -> candidate(i, weights[i])).toArray(Candidate[]::new);
	}

	private Candidate candidate(int number, @Nullable String weight) {
		Map<String, String> metadata = (weight != null) ? Map.of(Instance.WEIGHT, weight) : Map.of();
		return new Candidate(Instance.builder("orders", "10.0.0.1", number + 1).metadata(metadata).build(),
				new InstanceStats(this.time));
	}

	/**
	 * A rotation that begins where the seed says.
	 */
	public static Rotation rotation(long seed) {
		return new Rotation(Randomness.seeded(seed));
	}

	/**
	 * How often each is picked.
	 */
	public static Map<Candidate, Integer> shares(Picker picker, int picks) {
		Map<Candidate, Integer> shares = new HashMap<>();
		for (int i = 0; i < picks; i++) {
			shares.merge(picker.pick(PickContext.NONE), 1, Integer::sum);
		}
		return shares;
	}

	/**
	 * A call with a header {@code X-User}, a cookie {@code user}, a query parameter
	 * {@code user} or an attribute {@code user}, whatever stands first in the text.
	 */
	public static PickContext with(String where, String value) {
		return PickContext.of(request(where, value));
	}

	/**
	 * A request with one thing in it.
	 */
	public static RequestView request(String where, String value) {
		return new RequestView() {

			private @Nullable String only(String kind, String expected, String name) {
				return (where.equals(kind) && expected.equals(name)) ? value : null;
			}

			@Override
			public @Nullable String method() {
				return "GET";
			}

			@Override
			public @Nullable String path() {
				return "/";
			}

			@Override
			public @Nullable String header(String name) {
				return only("header", "X-User", name);
			}

			@Override
			public @Nullable String cookie(String name) {
				return only("cookie", "user", name);
			}

			@Override
			public @Nullable String query(String name) {
				return only("query", "user", name);
			}

			@Override
			public @Nullable Object attribute(String name) {
				return only("attribute", "user", name);
			}

		};
	}

}
