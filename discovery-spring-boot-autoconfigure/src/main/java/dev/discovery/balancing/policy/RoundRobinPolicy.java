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
		return (context) -> (candidates.length != 0) ? candidates[rotation.next(candidates.length)] : null;
	}

}
