package dev.discovery.balancing.policy;

import java.util.Arrays;

import dev.discovery.fitness.PeakEwma;
import dev.discovery.fitness.PeakEwmaSettings;

/**
 * Two choices, the next in rotation and a random other: the one where another call would
 * have to expect less, by how long its calls take and by how many are in flight. Ties go
 * to the rotation.
 * <p>
 * From Finagle's {@code p2cPeakEwma}.
 */
final class PeakEwmaPolicy implements Policy {

	private final PeakEwmaSettings settings;

	PeakEwmaPolicy(PeakEwmaSettings settings) {
		this.settings = settings;
	}

	@Override
	public String name() {
		return "peak-ewma";
	}

	@Override
	public Policy with(PolicySettings settings) {
		return new PeakEwmaPolicy(settings.peakEwma());
	}

	@Override
	public Picker over(Candidate[] candidates, Rotation rotation) {
		PeakEwma[] costs = Arrays.stream(candidates)
			.map((candidate) -> candidate.stats().cost(this.settings))
			.toArray(PeakEwma[]::new);
		return switch (candidates.length) {
			case 0 -> (context) -> null;
			case 1 -> (context) -> candidates[0];
			default -> {
				Remainder places = new Remainder(candidates.length);
				yield (context) -> pick(candidates, costs, places, rotation);
			}
		};
	}

	private static Candidate pick(Candidate[] candidates, PeakEwma[] costs, Remainder places, Rotation rotation) {
		int place = rotation.nextRelaxed(places);
		int other = rotation.other(place, candidates.length);
		Candidate first = candidates[place];
		Candidate second = candidates[other];
		long now = costs[place].now();
		double load = costs[place].load(now, first.stats().inFlight());
		return (costs[other].load(now, second.stats().inFlight()) < load) ? second : first;
	}

}
