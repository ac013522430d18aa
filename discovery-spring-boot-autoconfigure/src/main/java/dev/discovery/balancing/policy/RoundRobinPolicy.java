package dev.discovery.balancing.policy;

/**
 * One after another.
 */
final class RoundRobinPolicy implements Policy {

	@Override
	public String name() {
		return "round-robin";
	}

	@Override
	public Picker over(Candidate[] candidates, Rotation rotation) {
		if (candidates.length == 0) {
			return (context) -> null;
		}
		Remainder places = new Remainder(candidates.length);
		return (context) -> candidates[rotation.next(places)];
	}

}
