package dev.discovery.balancing.policy;

/**
 * Two choices, the next in rotation and a random other: the one with fewer calls in
 * flight, ties to the rotation. Idle, it is round robin, but for threads that ask at the
 * same moment; loaded, it is the power of two choices. Reads no clock.
 * <p>
 * From Envoy's least request and Finagle's P2C; the theory is Mitzenmacher's.
 */
final class LeastRequestPolicy implements Policy {

	@Override
	public String name() {
		return "least-request";
	}

	@Override
	public Picker over(Candidate[] candidates, Rotation rotation) {
		return switch (candidates.length) {
			case 0 -> (context) -> null;
			case 1 -> (context) -> candidates[0];
			default -> {
				Remainder places = new Remainder(candidates.length);
				yield (context) -> pick(candidates, places, rotation);
			}
		};
	}

	private static Candidate pick(Candidate[] candidates, Remainder places, Rotation rotation) {
		int place = rotation.nextRelaxed(places);
		Candidate first = candidates[place];
		int load = first.stats().inFlight();
		if (load == 0) {
			return first;
		}
		Candidate second = candidates[rotation.other(place, candidates.length)];
		return (second.stats().inFlight() < load) ? second : first;
	}

}
