package dev.discovery.balancing.policy;

/**
 * Any of them.
 */
final class RandomPolicy implements Policy {

	@Override
	public String name() {
		return "random";
	}

	@Override
	public Picker over(Candidate[] candidates, Rotation rotation) {
		return (context) -> (candidates.length != 0) ? candidates[rotation.any(candidates.length)] : null;
	}

}
